/* For the test prefix only: while any program runs, wine keeps its desktop and its
 * services; without one each command would start and end them again (1.5 seconds).
 * It has to start them itself: they hold the output of whoever did. */
#include <stdio.h>
#include <windows.h>

int main(void)
{
    GetDesktopWindow();
    puts("ready");
    fflush(stdout);
    Sleep(INFINITE);
    return 0;
}
