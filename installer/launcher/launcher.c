/* HzL-Client.exe (a window) and HzL-Client.com (a console) start Python beside them.

   What the user typed goes behind `-m hzl_client`: it can never be an option of the
   interpreter. Which folders are imported from says python313._pth, nothing else. */
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define NO_RUNTIME 101

typedef int (*py_main)(int, wchar_t **);

/* Without these Python ends before it could show a window. */
static const wchar_t *const needed[] = {
    PYTHON_PATHS, PYTHON_LIBRARY, L"hzl_client.zip", PYTHON_DLL};

static py_main load_python(void)
{
    static wchar_t path[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    if (length == 0 || length + 32 > LONGEST)
        return NULL;
    wchar_t *name = wcsrchr(path, L'\\') + 1;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        wcscpy(name, needed[i]);
        if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
            return NULL;
    }
    HMODULE python = LoadLibraryExW(
        path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    return python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
}

static void say_broken(void)
{
    static const wchar_t text[] =
        L"HzL-Client ist unvollst\u00e4ndig installiert und kann nicht starten.\n\n"
        L"Ihre Postf\u00e4cher sind davon nicht betroffen. Bitte lassen Sie das "
        L"Programm reparieren oder neu installieren.\n";
#ifdef CONSOLE
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    DWORD done;
    if (!WriteConsoleW(error, text, (DWORD)wcslen(text), &done, NULL)) {
        char bytes[1024]; /* a file or a pipe */
        int size = WideCharToMultiByte(
            CP_UTF8, 0, text, (int)wcslen(text), bytes, sizeof bytes, NULL, NULL);
        WriteFile(error, bytes, (DWORD)size, &done, NULL);
    }
#else
    MessageBoxW(NULL, text, L"HzL-Client", MB_ICONERROR | MB_OK);
#endif
}

static int start(int count, wchar_t **given)
{
    SetDllDirectoryW(L""); /* a DLL in the working folder is nobody's friend */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    py_main run = load_python();
    wchar_t **arguments = calloc((size_t)count + 5, sizeof *arguments);
    if (!run || !arguments) {
        say_broken();
        return NO_RUNTIME;
    }
    int next = 0;
    arguments[next++] = given[0];
    arguments[next++] = L"-X";
    arguments[next++] = L"utf8";
    arguments[next++] = L"-m";
    arguments[next++] = L"hzl_client";
    for (int i = 1; i < count; i++)
        arguments[next++] = given[i];
    return run(next, arguments);
}

#ifdef CONSOLE
int wmain(int count, wchar_t **given)
{
    return start(count, given);
}
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    (void)self, (void)before, (void)line, (void)show;
    return start(__argc, __wargv);
}
#endif
