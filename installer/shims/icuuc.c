/* For the test prefix only: Windows has this library since version 1703, wine does
 * not. Qt loads it for rare character sets; "no such converter" is an answer it can
 * work with. */
#define EXPORT __declspec(dllexport)
#define NO_SUCH_CONVERTER 4

static void *refuse(int *error)
{
    if (error)
        *error = NO_SUCH_CONVERTER;
    return 0;
}

EXPORT void *ucnv_open(const char *name, int *error) { return refuse(error); }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 4; }
EXPORT const char *ucnv_getName(void *converter, int *error) { return refuse(error); }
EXPORT const char *ucnv_getAvailableName(int number) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT int ucnv_toUCountPending(void *converter, int *error) { return 0; }

EXPORT const char *ucnv_getStandardName(const char *name, const char *standard,
                                        int *error)
{
    return refuse(error);
}

EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(void *converter, void **action, const void **context) {}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action,
                                  const void **context) {}

EXPORT void ucnv_setToUCallBack(void *converter, void *action, void *context,
                                void **old_action, void **old_context, int *error)
{
    refuse(error);
}

EXPORT void ucnv_setFromUCallBack(void *converter, void *action, void *context,
                                  void **old_action, void **old_context, int *error)
{
    refuse(error);
}

EXPORT void ucnv_cbToUWriteUChars(void *arguments, void *source, int length, int offset,
                                  int *error)
{
    refuse(error);
}

EXPORT void ucnv_cbFromUWriteUChars(void *arguments, void **source, void *limit,
                                    int offset, int *error)
{
    refuse(error);
}

EXPORT void ucnv_toUnicode(void *converter, void **target, void *target_limit,
                           void **source, void *source_limit, int *offsets,
                           signed char flush, int *error)
{
    refuse(error);
}

EXPORT void ucnv_fromUnicode(void *converter, void **target, void *target_limit,
                             void **source, void *source_limit, int *offsets,
                             signed char flush, int *error)
{
    refuse(error);
}
