/* python.exe for the build and the tests; never shipped. */
#include <windows.h>
#include <wchar.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int count, wchar_t **given)
{
    static wchar_t path[32768];
    GetModuleFileNameW(NULL, path, 32000);
    wcscpy(wcsrchr(path, L'\\') + 1, PYTHON_DLL);
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    py_main run = python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    return run ? run(count, given) : 101;
}
