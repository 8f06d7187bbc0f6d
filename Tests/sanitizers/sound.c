/* The sound card's thread with a card that fails, as FAKE_ALSA says. */
#define _GNU_SOURCE
#include "cunit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void sleep_ms(long milliseconds) {
  struct timespec time = {.tv_nsec = milliseconds * 1000000};
  nanosleep(&time, NULL);
}

int main(void) {
  static const char *const scripts[] = {
    "", "big", "open=16*1", "set=22", "write=32@3 write=11@5 write=4@7", "gone=19@4", "stuck@6"};
  struct cunit_sound_state state;
  for (size_t each = 0; each < sizeof scripts / sizeof *scripts; each++) {
    setenv("FAKE_ALSA", scripts[each], 1);
    struct cunit_sound *sound = cunit_sound_start("default", 0);
    if (sound == NULL) return 1;
    for (uint32_t round = 0; round < 20; round++) {
      cunit_sound_set(sound, round % 5 == 0 ? 0 : 100u << round % 12, 50);
      sleep_ms(10);
      cunit_sound_look(sound, &state);
    }
    if (!cunit_sound_finish(sound, 5000)) return 1;
    printf("\"%s\": error %d, %u times anew\n", scripts[each], state.error, state.underruns);
    cunit_sound_try("default", &state);
  }
  return 0;
}
