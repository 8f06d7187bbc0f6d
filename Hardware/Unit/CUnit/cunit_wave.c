#include "cunit_wave.h"

#include <stdbool.h>

enum {
  HEIGHT = 32000,         /* From the low to the high of the wave. */
  SHORTEST_US = 100,      /* No tone has a shorter period. */
  FADES_PER_SECOND = 500, /* A fade lasts 2 ms. */
};

void cunit_wave_begin(struct cunit_wave *wave, uint32_t rate) {
  *wave = (struct cunit_wave){.rate = rate, .fade = rate / FADES_PER_SECOND};
}

static void take(struct cunit_wave *wave, uint32_t period_us, uint32_t pulse_us) {
  wave->period_us = period_us;
  wave->pulse_us = pulse_us;
  wave->step = (uint32_t)((UINT64_C(1000000) << 32) / ((uint64_t)period_us * wave->rate));
  wave->width = (uint32_t)(((uint64_t)pulse_us << 32) / period_us);
}

/* For how much of the time from 0 to a place the line is active. */
static uint64_t active(const struct cunit_wave *wave, uint64_t place) {
  uint32_t within = (uint32_t)place;
  return (place >> 32) * wave->width + (within < wave->width ? within : wave->width);
}

void cunit_wave_fill(
  struct cunit_wave *wave, uint32_t period_us, uint32_t pulse_us, int16_t *frames, size_t count) {
  bool is_silence = period_us < SHORTEST_US || pulse_us >= period_us;
  bool is_other = !is_silence && (period_us != wave->period_us || pulse_us != wave->pulse_us);
  for (size_t each = 0; each < count; each++) {
    int64_t level = 0;
    if (wave->gain == 0 && is_silence) wave->period_us = 0;
    if (wave->gain == 0 && !is_silence) {
      take(wave, period_us, pulse_us);
      wave->phase = 0;
      is_other = false;
    }
    if (wave->period_us != 0) {
      uint64_t next = (uint64_t)wave->phase + wave->step;
      uint64_t share = active(wave, next) - active(wave, wave->phase);
      level = (int64_t)(HEIGHT * share / wave->step) - (int64_t)(HEIGHT * (uint64_t)wave->width >> 32);
      level = level * wave->gain / wave->fade;
      wave->phase = (uint32_t)next;
      if (is_other && next >> 32 != 0) {
        uint32_t before = wave->step;
        take(wave, period_us, pulse_us);
        wave->phase = (uint32_t)((uint64_t)wave->phase * wave->step / before);
        is_other = false;
      }
      if (is_silence) {
        wave->gain--;
      } else if (wave->gain < wave->fade) {
        wave->gain++;
      }
    }
    frames[2 * each] = frames[2 * each + 1] = (int16_t)level;
  }
}
