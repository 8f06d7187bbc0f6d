/* INI files, mutated: nothing is read beyond the text, and what is answered is within it. */
#include "cinih.h"
#include "inject.h"

#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {
  "[induction]\nthreshold = 4.6\nrelease = 0.5 ; a comment\n; \xC2\xB5\n[operator]\r\nmute_s = 3\r\n",
  "\xEF\xBB\xBF[a]\n  b = c\n\td : e\n[a]\nb = f\n", "[a] ; b\n[a] b\n[a\n=\n= x\nx\n", "[\r]\n\r\n\n", "",
};
static const char *const pieces[] = {
  "[", "]", "=", ";", " ;", "\r", "\n", "\x1B", "\xC2", "\x9B", "\xED\xA0\x80", "\xF0\x9D\x84\x9E", "\t", "#", ":"};
static uint64_t state = 0xC0FFEE;

static uint32_t chance(uint32_t bound) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state >> 33) % bound;
}

/* Reads a text that ends where its memory does. */
static void read_text(const uint8_t *text, size_t count) {
  uint8_t *bytes = calloc(1, count + 1);
  uint8_t *exact = bytes + 1;
  if (count > 0) memcpy(exact, text, count);
  struct cinih *ini = cinih_parse(exact, count);
  free(bytes);
  int32_t lines = 1;
  for (size_t each = 0; each < count; each++) lines += text[each] == '\n';
  struct cinih_problem problem = cinih_problem(ini);
  claim(problem.line >= 0 && problem.line <= lines, "a problem has a line", "", problem.line);
  int32_t last = 0;
  for (uint32_t each = 0; each < cinih_count(ini); each++) {
    int32_t line = cinih_line(ini, each), first = cinih_first(ini, each);
    claim(line > last && line <= lines && first < line, "entries have lines in order", "", line);
    last = line;
    const char *strings[] = {cinih_section(ini, each), cinih_name(ini, each), cinih_value(ini, each)};
    for (int which = 0; which < 3; which++) {
      for (const char *at = strings[which]; *at != 0; at++) {
        claim((uint8_t)*at >= 0x20 || *at == '\t', "no control character comes through", "", *at);
      }
    }
  }
  cinih_free(ini);
}

int main(void) {
  for (long round = 0; round < 30000; round++) {
    uint8_t text[4096];
    const char *seed = texts[chance(sizeof texts / sizeof *texts)];
    size_t count = strlen(seed);
    memcpy(text, seed, count);
    for (uint32_t each = chance(6); each > 0; each--) {
      const char *piece = pieces[chance(sizeof pieces / sizeof *pieces)];
      size_t length = strlen(piece), at = chance((uint32_t)count + 1);
      memmove(text + at + length, text + at, count - at);
      memcpy(text + at, piece, length);
      count += length;
      if (chance(4) == 0) count = chance((uint32_t)count + 1);
      if (count > 0) text[chance((uint32_t)count)] ^= (uint8_t)(chance(8) == 0 ? chance(256) : 0);
    }
    read_text(text, count);
  }
  static uint8_t many[200000];
  for (size_t length = 150; length < 260; length++) read_text((memset(many, 'x', length), many), length);
  for (size_t each = 0; each < sizeof many; each += 5) memcpy(many + each, "a=b\n\n", 5);
  read_text(many, sizeof many);
  memset(many, '\n', sizeof many);
  read_text(many, sizeof many);
  return claims_end();
}
