/* An INI file, read by libinih: entries with the line they stand on, for the laptop and for the unit.
 *
 * What libinih passes over in silence is refused here: bytes that are no text, a carriage return within a
 * line, text behind a section's bracket, a line that is too long. An indented line is a line of its own. The
 * header needs no system header, so that Embedded Swift can import it. */
#ifndef CINIH_H
#define CINIH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CINIH_ENTRIES = 256, CINIH_BYTES = 65536 };

enum { /* Why a text is refused. */
  CINIH_NONE = 0,
  CINIH_SYNTAX = 1,         /* Neither [section], key = value nor a comment. */
  CINIH_LONG = 2,           /* Longer than `limit` bytes; `found` is how long. */
  CINIH_NO_TEXT = 3,        /* `found` is a byte that is no UTF-8, or of a control character. */
  CINIH_RETURN = 4,         /* A carriage return that ends no line. */
  CINIH_BEHIND_SECTION = 5, /* More than a comment behind a section's bracket. */
  CINIH_FULL = 6,           /* More entries or bytes of them than are kept. */
};

/* The first line that is refused, from 1. */
struct cinih_problem {
  int32_t fault;
  int32_t line;
  int32_t found;
  int32_t limit;
};

struct cinih;

/* Parses text. NULL without memory. */
struct cinih *cinih_parse(const uint8_t *bytes, size_t count);
void cinih_free(struct cinih *ini);
struct cinih_problem cinih_problem(const struct cinih *ini);

/* The entries before the first problem, in order. */
uint32_t cinih_count(const struct cinih *ini);
const char *cinih_section(const struct cinih *ini, uint32_t index);
const char *cinih_name(const struct cinih *ini, uint32_t index);
const char *cinih_value(const struct cinih *ini, uint32_t index);
int32_t cinih_line(const struct cinih *ini, uint32_t index);
/* The line of the first entry with the same section and key; 0 when this is the first. */
int32_t cinih_first(const struct cinih *ini, uint32_t index);

#endif
