#define _GNU_SOURCE
#include "cunit.h"
#include "cunit_wave.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
  RATE = 48000,
  PIECE = RATE / 200,      /* Frames that are filled with one tone: 5 ms. */
  PERIOD_MS = 5,           /* Time between two looks at the card. */
  STALE_MS = 250,          /* A loop that says nothing for so long is not heard any more. */
  STUCK_MS = 500,          /* A card that takes nothing for so long is given up. */
  RETRY_MS = 2000,         /* Then it is tried again. */
  STACK_BYTES = 512 << 10, /* libasound reads its settings with it. */
};

/* Values of libasound's interface, which do not change. */
enum { PLAYBACK = 0, NON_BLOCKING = 1, S16_LE = 2, INTERLEAVED = 3, CHANNELS = 2 };

/* What is called of libasound. It is looked for when a card is asked for, and not before. */
struct library {
  int (*open)(void **card, const char *name, int stream, int mode);
  int (*close)(void *card);
  int (*set)(
    void *card, int format, int access, unsigned channels, unsigned rate, int resample,
    unsigned latency_us);
  int (*get)(void *card, unsigned long *buffer, unsigned long *period);
  long (*room)(void *card);
  long (*write)(void *card, const void *frames, unsigned long count);
  int (*start)(void *card);
  int (*prepare)(void *card);
  int (*quiet)(void (*handler)(const char *, int, const char *, int, const char *, ...));
};

static const char *const names[] = {
  "snd_pcm_open",   "snd_pcm_close", "snd_pcm_set_params", "snd_pcm_get_params",       "snd_pcm_avail",
  "snd_pcm_writei", "snd_pcm_start", "snd_pcm_prepare",    "snd_lib_error_set_handler",
};
enum { CALLS = sizeof names / sizeof *names };

struct cunit_sound {
  struct library library;
  char device[CUNIT_PATH_BYTES];
  int32_t priority;
  pthread_t thread;
  void *card; /* NULL while none is open. */
  bool is_running;
  unsigned long buffer, fill; /* Frames that the card holds, and that are kept in it. */
  int64_t taken_at;           /* When the card took frames last. */
  struct cunit_wave wave;
  int16_t frames[CHANNELS * PIECE];
  _Atomic uint64_t tone; /* Pulse and period in one word, so that neither is another tone's. */
  _Atomic int64_t told_at, busy_since;
  _Atomic uint32_t trouble; /* Operation and error in one word. */
  atomic_uint underruns;
  atomic_bool is_ending;
};

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void sleep_ms(int64_t milliseconds) {
  struct timespec time = {.tv_nsec = milliseconds * 1000000};
  nanosleep(&time, NULL);
}

/* What libasound says of an error is told by its number. */
__attribute__((format(printf, 5, 6))) static void ignore(
  const char *file, int line, const char *function, int error, const char *format, ...) {
  (void)file, (void)line, (void)function, (void)error, (void)format;
}

/* An operation that failed, for the state. */
static uint32_t failed(uint32_t operation, long error) {
  return operation << 16 | (uint32_t)(error < 0 ? -error : error);
}

static uint32_t find_library(struct library *library) {
  if (library->open != NULL) return 0;
  void *file = dlopen("libasound.so.2", RTLD_NOW | RTLD_LOCAL);
  if (file == NULL) return failed(CUNIT_SOUND_LIBRARY, ENOENT);
  union {
    struct library library;
    void *calls[CALLS];
  } found;
  for (size_t each = 0; each < CALLS; each++) {
    found.calls[each] = dlsym(file, names[each]);
    if (found.calls[each] == NULL) return failed(CUNIT_SOUND_LIBRARY, EOPNOTSUPP);
  }
  *library = found.library;
  library->quiet(ignore);
  return 0;
}

static void close_card(struct cunit_sound *s) {
  if (s->card != NULL) s->library.close(s->card);
  s->card = NULL;
}

static uint32_t open_card(struct cunit_sound *s) {
  uint32_t trouble = find_library(&s->library);
  if (trouble != 0) return trouble;
  int error = s->library.open(&s->card, s->device, PLAYBACK, NON_BLOCKING);
  if (error < 0) {
    s->card = NULL;
    return failed(CUNIT_SOUND_OPEN, error);
  }
  unsigned long period;
  error = s->library.set(
    s->card, S16_LE, INTERLEAVED, CHANNELS, RATE, 1, CUNIT_SOUND_BUFFER_MS * 1000);
  if (error >= 0) error = s->library.get(s->card, &s->buffer, &period);
  if (error < 0) {
    close_card(s);
    return failed(CUNIT_SOUND_SET, error);
  }
  /* A card that holds more gets no more: what is in it is late. */
  s->fill = CUNIT_SOUND_BUFFER_MS * RATE / 1000;
  if (s->fill > s->buffer) s->fill = s->buffer;
  s->is_running = false;
  cunit_wave_begin(&s->wave, RATE);
  s->taken_at = now_ms();
  return 0;
}

/* The tone in force; silence when the loop has stopped saying it. */
static uint64_t tone(struct cunit_sound *s) {
  bool is_stale = now_ms() - atomic_load(&s->told_at) > STALE_MS;
  return is_stale || atomic_load(&s->is_ending) ? 0 : atomic_load(&s->tone);
}

/* Fills the card up; answers what it says when that is not all right. */
static long fill(struct cunit_sound *s) {
  while (true) {
    long room = s->library.room(s->card);
    if (room < 0) return room;
    long held = (long)s->buffer - room, lacking = (long)s->fill - held;
    if (lacking <= 0) break;
    unsigned long count = lacking < PIECE ? (unsigned long)lacking : PIECE;
    struct cunit_wave before = s->wave;
    uint64_t wanted = tone(s);
    cunit_wave_fill(&s->wave, (uint32_t)wanted, (uint32_t)(wanted >> 32), s->frames, count);
    long written = s->library.write(s->card, s->frames, count);
    if (written != (long)count) {
      /* The wave goes on behind what was taken. */
      s->wave = before;
      if (written <= 0) return written;
      cunit_wave_fill(
        &s->wave, (uint32_t)wanted, (uint32_t)(wanted >> 32), s->frames, (size_t)written);
    }
    s->taken_at = now_ms();
  }
  if (s->is_running) return 0;
  s->is_running = true;
  int error = s->library.start(s->card);
  return error == -EBADFD ? 0 : error; /* A full buffer has started it already. */
}

/* One look at the card; answers a trouble that ends its use. */
static uint32_t play(struct cunit_sound *s) {
  long outcome = fill(s);
  if (outcome == -EPIPE || outcome == -ESTRPIPE) {
    /* It ran dry, or was put to sleep: it begins anew, out of silence. */
    atomic_fetch_add(&s->underruns, 1);
    outcome = s->library.prepare(s->card);
    s->is_running = false;
    cunit_wave_begin(&s->wave, RATE);
  }
  if (outcome < 0 && outcome != -EAGAIN && outcome != -EINTR) {
    return failed(CUNIT_SOUND_PLAY, outcome);
  }
  return now_ms() - s->taken_at > STUCK_MS ? failed(CUNIT_SOUND_PLAY, ETIMEDOUT) : 0;
}

static void *run(void *context) {
  struct cunit_sound *s = context;
  int64_t next_try = 0, end = INT64_MAX;
  if (s->priority > 0) {
    /* Where that is not permitted, the loop has been refused it too and has said so. */
    struct sched_param parameters = {.sched_priority = s->priority};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
  }
  while (true) {
    int64_t now = now_ms();
    atomic_store(&s->busy_since, now);
    uint32_t trouble = 0;
    if (s->card != NULL) {
      trouble = play(s);
    } else if (now >= next_try) {
      trouble = open_card(s);
      if (trouble == 0) trouble = play(s);
    }
    if (trouble != 0) {
      close_card(s);
      next_try = now_ms() + RETRY_MS;
      atomic_store(&s->trouble, trouble);
    } else if (s->card != NULL) {
      atomic_store(&s->trouble, 0);
    }
    atomic_store(&s->busy_since, 0);
    if (atomic_load(&s->is_ending)) {
      /* What the card holds is heard to its end. */
      if (end == INT64_MAX) end = now_ms() + CUNIT_SOUND_BUFFER_MS + 2 * PERIOD_MS;
      if (s->card == NULL || now_ms() >= end) break;
    }
    sleep_ms(PERIOD_MS);
  }
  close_card(s);
  return NULL;
}

struct cunit_sound *cunit_sound_start(const char *device, int32_t priority) {
  struct cunit_sound *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  snprintf(s->device, sizeof s->device, "%s", device);
  s->priority = priority;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  if (pthread_create(&s->thread, &attributes, run, s) == 0) return s;
  free(s);
  return NULL;
}

void cunit_sound_set(struct cunit_sound *s, uint32_t period_us, uint32_t pulse_us) {
  atomic_store(&s->tone, (uint64_t)pulse_us << 32 | period_us);
  atomic_store(&s->told_at, now_ms());
}

void cunit_sound_look(struct cunit_sound *s, struct cunit_sound_state *state) {
  int64_t since = atomic_load(&s->busy_since);
  uint32_t trouble = atomic_load(&s->trouble);
  state->error = -(int32_t)(trouble & 0xFFFF);
  state->operation = trouble >> 16;
  state->underruns = atomic_load(&s->underruns);
  state->busy_milliseconds = since == 0 ? 0 : now_ms() - since;
}

bool cunit_sound_finish(struct cunit_sound *s, uint32_t milliseconds) {
  atomic_store(&s->is_ending, true);
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += milliseconds / 1000;
  /* A thread that a card holds keeps its memory: the program ends, and the system takes it all. */
  if (pthread_timedjoin_np(s->thread, NULL, &limit) != 0) return false;
  free(s);
  return true;
}

void cunit_sound_try(const char *device, struct cunit_sound_state *state) {
  static struct cunit_sound s;
  snprintf(s.device, sizeof s.device, "%s", device);
  s.trouble = open_card(&s);
  close_card(&s);
  cunit_sound_look(&s, state);
}
