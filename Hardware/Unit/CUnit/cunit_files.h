/* Files that survive a power cut. Each call goes on where a signal interrupted it. */
#ifndef CUNIT_FILES_H
#define CUNIT_FILES_H

#include <stddef.h>
#include <stdint.h>

/* The descriptor; -1 with errno when it failed. */
int cunit_open_file(const char *path, int flags);

/* Puts the folder of a path on the medium, so that a name in it is there after a power cut. Answers 0 or an
 * error number. */
int cunit_sync_folder(const char *path);

/* Replaces a file: temporary file, sync, rename, sync of the folder. Answers 0 or an error number; then the
 * file is as it was, unless the folder's sync alone failed. */
int cunit_replace_file(const char *path, const uint8_t *bytes, size_t count);

#endif
