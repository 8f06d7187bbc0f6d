/* The wave of a tone in samples of a sound card. */
#ifndef CUNIT_WAVE_H
#define CUNIT_WAVE_H

#include <stddef.h>
#include <stdint.h>

/* What sounds, and where in its period it stands. */
struct cunit_wave {
  uint32_t rate;      /* Samples a second. */
  uint32_t period_us; /* What sounds; 0 is silence. */
  uint32_t pulse_us;
  uint32_t step;      /* One sample as a part of the period, in 2^-32. */
  uint32_t width;     /* The pulse as a part of the period, in 2^-32. */
  uint32_t phase;
  uint32_t gain;      /* 0 is silence, `fade` is all. */
  uint32_t fade;      /* Samples in which a sound comes and goes: 2 ms. */
};

void cunit_wave_begin(struct cunit_wave *wave, uint32_t rate);

/* Fills frames of two channels that are the same with what is wanted from now on.
 *
 * The wave is that of the loudspeaker's line: active for the pulse of each period, less its mean. Each sample
 * is the mean over its own length, which keeps most of what would alias away. A tone gives way to another at
 * the end of its period, and comes out of silence and goes into it within 2 ms, so that nothing clicks. */
void cunit_wave_fill(
  struct cunit_wave *wave, uint32_t period_us, uint32_t pulse_us, int16_t *frames, size_t count);

#endif
