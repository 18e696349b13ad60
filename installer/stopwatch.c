/* stopwatch HOLD COMMAND: start a program with a window and measure it from outside.
 *
 * Prints the milliseconds until its window is visible and answers messages, keeps it
 * for HOLD milliseconds, closes it as a user does (WM_CLOSE) and prints its exit code. */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#define PATIENCE 90000
#define CLOSING 90000

static DWORD wanted;
static HWND found;

static BOOL CALLBACK look(HWND window, LPARAM unused)
{
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    if (process == wanted && IsWindowVisible(window) && GetWindowTextLengthW(window)) {
        found = window;
        return FALSE;
    }
    return TRUE;
}

static BOOL answers(HWND window)
{
    DWORD_PTR result;
    return SendMessageTimeoutW(window, WM_NULL, 0, 0, SMTO_NORMAL, PATIENCE, &result) != 0;
}

static int fail(const char *reason, HANDLE process)
{
    printf("failed %s %lu\n", reason, GetLastError());
    if (process)
        TerminateProcess(process, 99);
    return 1;
}

int wmain(int argc, wchar_t **argv)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    LARGE_INTEGER begun, now, frequency;
    DWORD code = 0;

    if (argc < 3)
        return 2;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&begun);
    if (!CreateProcessW(NULL, argv[2], NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        return fail("start", NULL);
    wanted = process.dwProcessId;
    do { /* a window that is made anew under our hands does not answer: look again */
        if (WaitForSingleObject(process.hProcess, 5) == WAIT_OBJECT_0)
            return fail("ended", NULL);
        found = NULL;
        EnumWindows(look, 0);
        QueryPerformanceCounter(&now);
        if ((now.QuadPart - begun.QuadPart) / frequency.QuadPart > PATIENCE / 1000)
            return fail("window", process.hProcess);
    } while (!found || !answers(found));
    QueryPerformanceCounter(&now);
    printf("usable %lld\n", (now.QuadPart - begun.QuadPart) * 1000 / frequency.QuadPart);
    fflush(stdout);
    Sleep(_wtoi(argv[1]));
    PostMessageW(found, WM_CLOSE, 0, 0);
    if (WaitForSingleObject(process.hProcess, CLOSING) != WAIT_OBJECT_0)
        return fail("close", process.hProcess);
    GetExitCodeProcess(process.hProcess, &code);
    printf("ended %lu\n", code);
    return 0;
}
