#include "cunit.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

/* Offsets into the text of all entries, and the line. */
struct entry {
  uint32_t section, name, value;
  int32_t line;
};

struct cunit_ini {
  const uint8_t *bytes;
  size_t count, place;
  int32_t line, bad_line;
  uint32_t entry_count, used;
  bool is_full;
  struct entry entries[CUNIT_INI_ENTRIES];
  char text[CUNIT_INI_BYTES];
};

/* Gives libinih the next line without the blanks before it: an indented line is a line, not more of the
 * one before. A line that is too long for libinih ends the parse. */
static char *read_line(char *buffer, int size, void *context) {
  struct cunit_ini *ini = context;
  if (ini->place >= ini->count || ini->bad_line != 0) return NULL;
  const uint8_t *start = ini->bytes + ini->place;
  const uint8_t *stop = memchr(start, '\n', ini->count - ini->place);
  size_t length = stop ? (size_t)(stop - start) : ini->count - ini->place;
  ini->place += length + 1;
  ini->line++;
  while (length > 0 && (*start == ' ' || *start == '\t')) start++, length--;
  while (length > 0 && (start[length - 1] == '\r' || start[length - 1] == ' ')) length--;
  if (length + 3 > (size_t)size || memchr(start, 0, length) != NULL) {
    ini->bad_line = ini->line;
    return NULL;
  }
  memcpy(buffer, start, length);
  buffer[length] = '\n';
  buffer[length + 1] = 0;
  return buffer;
}

static uint32_t keep(struct cunit_ini *ini, const char *text) {
  size_t length = strlen(text) + 1;
  if (ini->used + length > CUNIT_INI_BYTES) {
    ini->is_full = true;
    return 0;
  }
  memcpy(ini->text + ini->used, text, length);
  ini->used += (uint32_t)length;
  return ini->used - (uint32_t)length;
}

static int take(void *context, const char *section, const char *name, const char *value) {
  struct cunit_ini *ini = context;
  if (ini->entry_count == CUNIT_INI_ENTRIES) {
    ini->is_full = true;
    return 0;
  }
  struct entry *entry = &ini->entries[ini->entry_count++];
  entry->section = keep(ini, section);
  entry->name = keep(ini, name);
  entry->value = keep(ini, value);
  entry->line = ini->line;
  return 1;
}

struct cunit_ini *cunit_ini_parse(const uint8_t *bytes, size_t count) {
  struct cunit_ini *ini = calloc(1, sizeof *ini);
  if (ini == NULL) return NULL;
  ini->bytes = bytes;
  ini->count = count;
  int bad = ini_parse_stream(read_line, ini, take, ini);
  if (ini->bad_line == 0) ini->bad_line = ini->is_full ? -1 : bad;
  return ini;
}

void cunit_ini_free(struct cunit_ini *ini) { free(ini); }
int32_t cunit_ini_bad_line(const struct cunit_ini *ini) { return ini->bad_line; }
uint32_t cunit_ini_count(const struct cunit_ini *ini) { return ini->entry_count; }

const char *cunit_ini_section(const struct cunit_ini *ini, uint32_t index) {
  return ini->text + ini->entries[index].section;
}

const char *cunit_ini_name(const struct cunit_ini *ini, uint32_t index) {
  return ini->text + ini->entries[index].name;
}

const char *cunit_ini_value(const struct cunit_ini *ini, uint32_t index) {
  return ini->text + ini->entries[index].value;
}

int32_t cunit_ini_line(const struct cunit_ini *ini, uint32_t index) {
  return ini->entries[index].line;
}
