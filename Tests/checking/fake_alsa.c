/* A sound card that is none: what the unit calls of libasound, and faults where FAKE_ALSA says so.
 *
 * FAKE_ALSA holds words, blanks between them; errors are numbers:
 *   open=ERROR*COUNT   the first COUNT openings fail
 *   set=ERROR          setting rate and buffer fails
 *   write=ERROR@N      write N fails, once; several such words may stand there
 *   gone=ERROR@N       from write N on all fails, until it is opened again
 *   stuck@N            from write N on nothing is played any more, until it is opened again
 *   hang@N             write N never comes back
 *   big                the card holds ten times of what it was asked for
 *
 * Every frame that is taken is appended to FAKE_ALSA_OUT, every other call is a line of FAKE_ALSA_OUT.log. The
 * card plays in real time and never runs dry by itself: a busy computer is no fault of the unit. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
  unsigned rate, channels;
  unsigned long buffer, written;
  int is_running, lost;
  double began;
} card;
static int opened, writes;
static FILE *frames_file, *log_file;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void note(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(log_file, format, arguments);
  va_end(arguments);
  fputc('\n', log_file);
  fflush(log_file);
}

/* The error of a word whose name and number fit; 0 without one. */
static int told(const char *name, char separator, int number, int is_from) {
  char words[512], *rest = words;
  snprintf(words, sizeof words, "%s", getenv("FAKE_ALSA") ? getenv("FAKE_ALSA") : "");
  for (char *word; (word = strsep(&rest, " ")) != NULL;) {
    size_t length = strlen(name);
    if (strncmp(word, name, length) != 0) continue;
    char next = word[length];
    if (next != '=' && next != '@' && next != 0) continue;
    int error = next == '=' ? atoi(word + length + 1) : 1;
    char *at = separator ? strchr(word, separator) : NULL;
    if (at == NULL) return error;
    int limit = atoi(at + 1);
    if (separator == '*' ? number <= limit : is_from ? number >= limit : number == limit) return error;
  }
  return 0;
}

static unsigned long played(void) {
  if (!card.is_running) return 0;
  double count = (now() - card.began) * card.rate;
  unsigned long last = card.written > 1 ? card.written - 1 : 0;
  return count < (double)last ? (unsigned long)count : last;
}

int snd_pcm_open(void **pcm, const char *name, int stream, int mode) {
  if (log_file == NULL) {
    char path[512];
    snprintf(path, sizeof path, "%s.log", getenv("FAKE_ALSA_OUT"));
    log_file = fopen(path, "w");
    frames_file = fopen(getenv("FAKE_ALSA_OUT"), "w");
  }
  int error = told("open", '*', ++opened, 0);
  note("open %s stream=%d mode=%d: %d", name, stream, mode, error);
  if (error) return -error;
  memset(&card, 0, sizeof card);
  *pcm = &card;
  return 0;
}

int snd_pcm_close(void *pcm) {
  (void)pcm;
  note("close");
  return 0;
}

int snd_pcm_set_params(
  void *pcm, int format, int access, unsigned channels, unsigned rate, int resample, unsigned latency) {
  (void)pcm;
  int error = told("set", 0, 0, 0);
  note("set format=%d access=%d channels=%u rate=%u resample=%d latency=%u: %d", format, access,
       channels, rate, resample, latency, error);
  card.rate = rate;
  card.channels = channels;
  card.buffer = (unsigned long)rate * latency / 1000000 * (told("big", 0, 0, 0) ? 10 : 1);
  return -error;
}

int snd_pcm_get_params(void *pcm, unsigned long *buffer, unsigned long *period) {
  (void)pcm;
  *buffer = card.buffer;
  *period = card.buffer / 4;
  return 0;
}

long snd_pcm_avail(void *pcm) {
  (void)pcm;
  if (card.lost) return -card.lost;
  if (writes > 0 && told("stuck", '@', writes, 1) && opened == 1) return 0;
  return (long)(card.buffer - (card.written - played()));
}

long snd_pcm_writei(void *pcm, const void *frames, unsigned long count) {
  (void)pcm;
  writes++;
  if (told("hang", '@', writes, 0)) {
    note("hang");
    while (1) pause();
  }
  int error = opened == 1 ? told("gone", '@', writes, 1) : 0;
  if (error) card.lost = error;
  if (!error) error = told("write", '@', writes, 0);
  if (error) note("write %d: %d", writes, error);
  if (error) return -error;
  unsigned long room = card.buffer - (card.written - played());
  if (count > room) count = room;
  /* Now and then it takes a part only, as a card may. */
  if (writes % 7 == 0 && count > 10) count -= 10;
  fwrite(frames, sizeof(int16_t) * card.channels, count, frames_file);
  fflush(frames_file);
  card.written += count;
  return count ? (long)count : -EAGAIN;
}

int snd_pcm_start(void *pcm) {
  (void)pcm;
  note("start with %lu", card.written);
  card.is_running = 1;
  card.began = now();
  return 0;
}

int snd_pcm_prepare(void *pcm) {
  (void)pcm;
  note("prepare");
  card.is_running = 0;
  card.written = 0;
  return 0;
}

int snd_lib_error_set_handler(void *handler) {
  (void)handler;
  return 0;
}
