#include "cinih.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

/* Offsets into the text of all entries, the line, and the line of the first with the same key. */
struct entry {
  uint32_t section, name, value;
  int32_t line, first;
};

struct cinih {
  const uint8_t *bytes;
  size_t count, place;
  int32_t line;
  struct cinih_problem problem;
  uint32_t entry_count, used;
  struct entry entries[CINIH_ENTRIES];
  char text[CINIH_BYTES];
};

static bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

static void refuse(struct cinih *ini, int32_t fault, int32_t found, int32_t limit) {
  if (ini->problem.fault != CINIH_NONE) return;
  ini->problem = (struct cinih_problem){fault, ini->line, found, limit};
}

/* Bytes of the character of UTF-8 at `at`; 0 when it is none, or a control character. */
static size_t character(const uint8_t *at, size_t count) {
  uint8_t lead = at[0];
  if (lead < 0x80) return lead == '\t' || (lead >= 0x20 && lead != 0x7F);
  size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || length > count) return 0;
  uint32_t scalar = lead & (0x7Fu >> length);
  for (size_t each = 1; each < length; each++) {
    if ((at[each] & 0xC0) != 0x80) return 0;
    scalar = scalar << 6 | (at[each] & 0x3Fu);
  }
  if (length == 3 && (scalar < 0x800 || (scalar >= 0xD800 && scalar < 0xE000))) return 0;
  if (length == 4 && (scalar < 0x10000 || scalar > 0x10FFFF)) return 0;
  return scalar < 0xA0 ? 0 : length;
}

/* Refuses what libinih would pass over in silence. */
static void check(struct cinih *ini, const uint8_t *start, size_t length) {
  for (size_t place = 0; place < length;) {
    size_t step = character(start + place, length - place);
    if (step == 0) {
      uint8_t byte = start[place];
      return refuse(ini, byte == '\r' ? CINIH_RETURN : CINIH_NO_TEXT, byte, 0);
    }
    place += step;
  }
  if (length == 0 || start[0] != '[') return;
  const uint8_t *end = memchr(start, ']', length);
  if (end == NULL) return;
  const uint8_t *rest = end + 1, *stop = start + length;
  while (rest < stop && is_blank(*rest)) rest++;
  if (rest < stop && *rest != ';') refuse(ini, CINIH_BEHIND_SECTION, *rest, 0);
}

/* Gives libinih the next line without the blanks before it: an indented line is a line, not more of the
 * one before. A line that is refused ends the parse. */
static char *read_line(char *buffer, int size, void *context) {
  struct cinih *ini = context;
  if (ini->place >= ini->count || ini->problem.fault != CINIH_NONE) return NULL;
  const uint8_t *start = ini->bytes + ini->place;
  const uint8_t *stop = memchr(start, '\n', ini->count - ini->place);
  size_t length = stop ? (size_t)(stop - start) : ini->count - ini->place;
  ini->place += length + 1;
  ini->line++;
  /* The mark that some editors put first. */
  if (ini->line == 1 && length >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0) start += 3, length -= 3;
  if (length > 0 && start[length - 1] == '\r') length--;
  while (length > 0 && is_blank(*start)) start++, length--;
  while (length > 0 && is_blank(start[length - 1])) length--;
  check(ini, start, length);
  /* One byte for the newline, one for the end, one so that a full buffer is never met. */
  if (length + 3 > (size_t)size) refuse(ini, CINIH_LONG, (int32_t)length, size - 3);
  if (ini->problem.fault != CINIH_NONE) return NULL;
  memcpy(buffer, start, length);
  buffer[length] = '\n';
  buffer[length + 1] = 0;
  return buffer;
}

static uint32_t keep(struct cinih *ini, const char *text) {
  size_t length = strlen(text) + 1;
  if (ini->used + length > CINIH_BYTES) {
    refuse(ini, CINIH_FULL, 0, 0);
    return 0;
  }
  memcpy(ini->text + ini->used, text, length);
  ini->used += (uint32_t)length;
  return ini->used - (uint32_t)length;
}

static int take(void *context, const char *section, const char *name, const char *value) {
  struct cinih *ini = context;
  if (ini->problem.fault != CINIH_NONE) return 0;
  if (ini->entry_count == CINIH_ENTRIES) {
    refuse(ini, CINIH_FULL, 0, 0);
    return 0;
  }
  struct entry entry = {
    keep(ini, section), keep(ini, name), keep(ini, value), ini->line, 0};
  if (ini->problem.fault != CINIH_NONE) return 0;
  for (uint32_t each = 0; each < ini->entry_count && entry.first == 0; each++) {
    const struct entry *other = &ini->entries[each];
    bool is_same = strcmp(ini->text + other->section, section) == 0
      && strcmp(ini->text + other->name, name) == 0;
    if (is_same) entry.first = other->line;
  }
  ini->entries[ini->entry_count++] = entry;
  return 1;
}

struct cinih *cinih_parse(const uint8_t *bytes, size_t count) {
  struct cinih *ini = calloc(1, sizeof *ini);
  if (ini == NULL) return NULL;
  ini->bytes = bytes;
  ini->count = count;
  int bad = ini_parse_stream(read_line, ini, take, ini);
  ini->bytes = NULL;
  /* libinih goes on behind a line that it cannot read: the first one is told. */
  if (bad > 0 && (ini->problem.fault == CINIH_NONE || bad < ini->problem.line)) {
    ini->problem = (struct cinih_problem){CINIH_SYNTAX, bad, 0, 0};
  } else if (bad < 0) {
    ini->problem = (struct cinih_problem){CINIH_FULL, 0, 0, 0};
  }
  return ini;
}

void cinih_free(struct cinih *ini) { free(ini); }
struct cinih_problem cinih_problem(const struct cinih *ini) { return ini->problem; }
uint32_t cinih_count(const struct cinih *ini) { return ini->entry_count; }

const char *cinih_section(const struct cinih *ini, uint32_t index) {
  return ini->text + ini->entries[index].section;
}

const char *cinih_name(const struct cinih *ini, uint32_t index) {
  return ini->text + ini->entries[index].name;
}

const char *cinih_value(const struct cinih *ini, uint32_t index) {
  return ini->text + ini->entries[index].value;
}

int32_t cinih_line(const struct cinih *ini, uint32_t index) { return ini->entries[index].line; }
int32_t cinih_first(const struct cinih *ini, uint32_t index) { return ini->entries[index].first; }
