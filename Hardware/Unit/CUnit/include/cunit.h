/* What the unit program asks of Linux beyond its devices: files that are written without waiting,
 * signals, poll, systemd, its own arguments.
 *
 * The header needs no system header, so that Embedded Swift can import it. Functions answer 0 or more
 * when they succeeded and -errno when they did not, unless they say otherwise. */
#ifndef CUNIT_H
#define CUNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  CUNIT_PATH_BYTES = 256,     /* Bytes of a path with its final zero. */
  CUNIT_SLOTS = 6,            /* Files that a writer keeps open. */
  CUNIT_BUFFER_BYTES = 65536, /* Bytes that a file gathers before they are written. */
  CUNIT_DESCRIPTORS = 8,      /* Descriptors that one poll watches. */
};

/* The writer: a thread that owns files and does all waiting for them.
 *
 * One other thread puts orders into a ring of bounded size and never waits, neither for the disk nor for
 * a lock. Orders are carried out in their sequence. A file that fails is not touched again; what was to be
 * written to it is counted. */
struct cunit_writer;

enum {
  CUNIT_MAKE = 1,    /* Makes the file whose path is the payload; it must not stand there yet. */
  CUNIT_APPEND = 2,  /* Appends the payload. */
  CUNIT_REPLACE = 3, /* Replaces a file: path, zero, content. Temporary file, sync, rename, sync. */
  CUNIT_ADOPT = 4,   /* Takes over the descriptor that is the payload, 4 bytes; never synchronised. */
};

enum {
  CUNIT_LINES = 1,  /* Written as soon as the writer sees it, not gathered. */
  CUNIT_FIRST = 2,  /* On the medium before any other file of the writer is written to. */
};

struct cunit_writer_state {
  int32_t error;             /* The first error of a file, as -errno; 0 while there is none. */
  uint32_t slot;             /* The file that failed first. */
  uint32_t failed_slots;     /* A bit for each file that failed. */
  uint64_t lost_bytes;       /* Bytes that were to go to a file that failed, those it held included. */
  uint64_t waiting_bytes;    /* Bytes in the ring. */
  int64_t busy_milliseconds; /* For how long the present write or sync has lasted; 0 when idle. */
};

/* Starts a writer. `ring_bytes` is rounded up to a power of two; files are synchronised each
 * `interval_ms`. NULL without memory or threads. */
struct cunit_writer *cunit_writer_start(size_t ring_bytes, uint32_t interval_ms);

/* Bytes that orders may take up now; each takes its payload and 16 bytes, rounded up to 8. */
size_t cunit_writer_room(struct cunit_writer *writer);

/* Puts an order; false, and nothing is put, when there is no room. `record` is the length of a whole
 * sample: a file never ends within one after an error. `how` is of CUNIT_LINES and CUNIT_FIRST, for
 * CUNIT_MAKE and CUNIT_ADOPT. */
bool cunit_writer_put(
  struct cunit_writer *writer, uint32_t order, uint32_t slot, uint16_t record, uint16_t how,
  const uint8_t *bytes, size_t count);

void cunit_writer_look(struct cunit_writer *writer, struct cunit_writer_state *state);

/* Writes and synchronises what waits, and ends the thread; waits `milliseconds` at the most. A descriptor
 * that takes nothing for a second has failed, with -ETIMEDOUT. Answers whether all was done in that time; `state` gets what became of the files, the last bytes included. The
 * writer is not used again. */
bool cunit_writer_finish(
  struct cunit_writer *writer, uint32_t milliseconds, struct cunit_writer_state *state);

/* The sound card, by libasound, which is looked for when a card is asked for: a computer without it goes on.
 *
 * A thread of its own does all that may wait. The loop says which tone is in force, in one word that cannot
 * fill up; whatever is in force when a piece of 5 ms is filled sounds in it. */
struct cunit_sound;

enum { CUNIT_SOUND_BUFFER_MS = 40 }; /* What the card holds at the most. */

enum { /* What failed. */
  CUNIT_SOUND_LIBRARY = 1, /* Finding libasound. */
  CUNIT_SOUND_OPEN = 2,    /* Opening the card. */
  CUNIT_SOUND_SET = 3,     /* Setting rate, channels and buffer. */
  CUNIT_SOUND_PLAY = 4,    /* Playing. */
};

struct cunit_sound_state {
  int32_t error;             /* Why nothing is played, as -errno; 0 while it is. */
  uint32_t operation;        /* What failed. */
  uint32_t underruns;        /* How often the card ran dry and began anew. */
  int64_t busy_milliseconds; /* For how long the present call has lasted; 0 when idle. */
};

/* Starts the thread, which opens the card; what fails is told by the state, and tried again each 2 s. NULL
 * without memory or threads. `priority` is of the real-time scheduler; 0 is none. */
struct cunit_sound *cunit_sound_start(const char *device, int32_t priority);

/* The tone in force, period and pulse in microseconds; period 0 is silence. To be said again each 250 ms at
 * the latest: a loop that stands still is not heard. */
void cunit_sound_set(struct cunit_sound *sound, uint32_t period_us, uint32_t pulse_us);

void cunit_sound_look(struct cunit_sound *sound, struct cunit_sound_state *state);

/* Ends the sound and the thread; waits so many milliseconds, whole seconds, at the most. */
bool cunit_sound_finish(struct cunit_sound *sound, uint32_t milliseconds);

/* Opens a card and closes it again, for a probe. */
void cunit_sound_try(const char *device, struct cunit_sound_state *state);

/* Makes SIGTERM, SIGINT and SIGHUP readable from a descriptor, and ignores SIGPIPE. To be called before
 * a thread is made. */
int32_t cunit_signals_open(void);
/* The next signal that waits; 0 when there is none. */
int32_t cunit_signals_next(int32_t descriptor);

/* Waits until one of the descriptors can be read, for so many nanoseconds at the most. Answers a bit for
 * each that can be read or has hung up. A signal that nobody reads answers 0. */
int32_t cunit_poll(const int32_t *descriptors, size_t count, int64_t nanoseconds);

/* Sends a state to systemd's NOTIFY_SOCKET. 0 when it was sent, 1 when nobody asked for it. */
int32_t cunit_notify(const uint8_t *text, size_t count);
/* WATCHDOG_USEC if it is meant for this process, else 0. */
uint64_t cunit_watchdog_microseconds(void);

/* Locks memory and asks for real-time scheduling; -EPERM where that is not permitted. */
int32_t cunit_become_real_time(int32_t priority);

/* Ends the program. */
void cunit_exit(int32_t status);

/* Copies argument `index` of the program with its final zero: its length, or -1 past the last one, or
 * -ENAMETOOLONG. */
int32_t cunit_argument(uint32_t index, char *text, size_t capacity);

/* Reads a whole file; -EFBIG when it is longer than the buffer. */
int64_t cunit_file_read(const char *path, uint8_t *bytes, size_t capacity);
/* Makes or empties a file, and answers its descriptor. */
int32_t cunit_file_create(const char *path);
/* Whether something stands there. */
bool cunit_file_exists(const char *path);
/* Writes all of it; for what a person asked for, never within the search. -ETIMEDOUT when a descriptor that
 * does not block takes nothing for CUNIT_WRITE_WAITS seconds. */
enum { CUNIT_WRITE_WAITS = 10 };
int32_t cunit_write_all(int32_t descriptor, const uint8_t *bytes, size_t count);

/* What a probe tells of a device file: mode, owner, group, and whether this process may use it. */
struct cunit_file_info {
  uint32_t mode;
  char owner[32];
  char group[32];
  bool may_read_and_write;
};
int32_t cunit_file_information(const char *path, struct cunit_file_info *info);
/* The name of this process's user. */
int32_t cunit_user_name(char *text, size_t capacity);

/* The time of day as 2026-01-01T00:00:00.000Z (`separator` '-') or 20260101T000000Z (0). */
int32_t cunit_time_text(char *text, size_t capacity, bool is_compact);

#endif
