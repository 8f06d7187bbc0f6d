// The few calls of libhdf5 that readers need, each of which answers with a number. What is not one of the plain
// types and layouts that h5py writes is answered as absent or foreign, before libhdf5 is asked to convert, to
// unpack or to follow it. They are made in a process of their own (reader.h), and nowhere else.
#pragma once

#include <hdf5.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// What hdf5_dataset answers where it does not open: nothing there, or something that is not read.
enum { HDF5_ABSENT = -1, HDF5_FOREIGN = -2 };

// Shape and storage of a dataset of one or two dimensions.
typedef struct {
  int32_t rank;            // 1 or 2
  int32_t element_bytes;   // 4 or 8, IEEE floats
  int64_t rows, columns;   // columns is 1 where the rank is
  int64_t chunk_rows, chunk_columns;  // 0 where the values lie in one piece
  int64_t stored_bytes;    // in the file, after compression
  int64_t chunk_count;     // chunks in the file
} hdf5_shape;

// Opens a file by its path, or from `count` bytes where `image` is given. Negative where it is none.
static inline int64_t hdf5_open(const char *path, const void *image, size_t count) {
  // libhdf5 prints its errors unless it is told not to; nor may a file make it load a plugin.
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  if (access < 0) return -1;
  hid_t file = -1;
  herr_t ready = H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
  // A recording may lie where no file can be locked.
  if (ready >= 0) ready = H5Pset_file_locking(access, 0, 1);
#endif
  if (image != NULL) {
    if (ready >= 0) ready = H5Pset_fapl_core(access, 65536, 0);
    if (ready >= 0) ready = H5Pset_file_image(access, (void *)image, count);
  }
  if (ready >= 0) file = H5Fopen(path, H5F_ACC_RDONLY, access);
  H5Pclose(access);
  return file;
}

// Whether `path`, with a slash in front of each name, leads to an object over hard links alone, so that no
// other file is opened on the way.
static inline int hdf5_exists(int64_t file, const char *path) {
  char part[256];
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof part || path[0] != '/') return 0;
  if (length == 1) return 1;
  for (size_t end = 1; end <= length; end++) {
    if (path[end] != '/' && path[end] != 0) continue;
    memcpy(part, path, end);
    part[end] = 0;
    H5L_info_t link;
    if (H5Lexists(file, part, H5P_DEFAULT) <= 0) return 0;
    if (H5Lget_info(file, part, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) return 0;
  }
  return H5Oexists_by_name(file, path, H5P_DEFAULT) > 0;
}

// Whether a type is one of the machine's own numbers, in either order of bytes.
static inline int hdf5_is_plain(hid_t type, int reals_only) {
  const hid_t reals[] = {H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_IEEE_F32BE, H5T_IEEE_F64BE};
  const hid_t whole[] = {H5T_STD_I8LE,  H5T_STD_I16LE, H5T_STD_I32LE, H5T_STD_I64LE,
                         H5T_STD_U8LE,  H5T_STD_U16LE, H5T_STD_U32LE, H5T_STD_U64LE,
                         H5T_STD_I16BE, H5T_STD_I32BE, H5T_STD_I64BE, H5T_STD_U16BE,
                         H5T_STD_U32BE, H5T_STD_U64BE};
  for (size_t index = 0; index < sizeof reals / sizeof reals[0]; index++) {
    if (H5Tequal(type, reals[index]) > 0) return 1;
  }
  for (size_t index = 0; !reals_only && index < sizeof whole / sizeof whole[0]; index++) {
    if (H5Tequal(type, whole[index]) > 0) return 1;
  }
  return 0;
}

// The numbers of an attribute, at most `capacity`; their count, 0 where it is absent or holds no such.
static inline int hdf5_numbers(
    int64_t file, const char *object, const char *name, double *values, int capacity) {
  if (!hdf5_exists(file, object)) return 0;
  if (H5Aexists_by_name(file, object, name, H5P_DEFAULT) <= 0) return 0;
  hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  if (attribute < 0) return 0;
  int count = 0;
  hid_t type = H5Aget_type(attribute);
  hid_t space = H5Aget_space(attribute);
  if (type >= 0 && space >= 0 && hdf5_is_plain(type, 0)) {
    hssize_t points = H5Sget_simple_extent_npoints(space);
    if (points > 0 && points <= capacity
        && H5Aread(attribute, H5T_NATIVE_DOUBLE, values) >= 0) {
      count = (int)points;
    }
  }
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  H5Aclose(attribute);
  return count;
}

// The text of an attribute, cut to `capacity` bytes; its length, -1 where it is absent or no single text.
static inline int hdf5_text(
    int64_t file, const char *object, const char *name, char *text, int capacity) {
  if (!hdf5_exists(file, object)) return -1;
  if (H5Aexists_by_name(file, object, name, H5P_DEFAULT) <= 0) return -1;
  hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  if (attribute < 0) return -1;
  int length = -1;
  hid_t type = H5Aget_type(attribute);
  hid_t space = H5Aget_space(attribute);
  if (type >= 0 && space >= 0 && H5Tget_class(type) == H5T_STRING
      && H5Sget_simple_extent_npoints(space) == 1) {
    size_t size = H5Tget_size(type);
    char *content = NULL;
    if (H5Tis_variable_str(type) > 0) {
      hid_t memory = H5Tcopy(H5T_C_S1);
      H5Tset_size(memory, H5T_VARIABLE);
      H5Tset_cset(memory, H5Tget_cset(type));
      if (H5Aread(attribute, memory, &content) >= 0 && content != NULL) {
        length = (int)strnlen(content, (size_t)capacity);
        memcpy(text, content, (size_t)length);
        H5free_memory(content);
      }
      H5Tclose(memory);
    } else if (size > 0 && size <= 65536 && (content = malloc(size)) != NULL) {
      if (H5Aread(attribute, type, content) >= 0) {
        length = (int)strnlen(content, size < (size_t)capacity ? size : (size_t)capacity);
        memcpy(text, content, (size_t)length);
      }
      free(content);
    }
  }
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  H5Aclose(attribute);
  return length;
}

// Takes shape and storage of an opened dataset; 0 where any of it is not what h5py writes of itself.
static inline int hdf5_take_shape(hid_t dataset, hid_t type, hid_t space, hid_t made, hdf5_shape *shape) {
  hsize_t extent[2] = {0, 1}, chunk[2] = {0, 1};
  if (H5Tget_class(type) != H5T_FLOAT || !hdf5_is_plain(type, 1)) return 0;
  if (H5Sis_simple(space) <= 0) return 0;
  int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 1 || rank > 2 || H5Sget_simple_extent_dims(space, extent, NULL) != rank) return 0;
  if (extent[0] > INT64_MAX / 16 || extent[1] > INT64_MAX / 16) return 0;
  if (H5Pget_external_count(made) != 0) return 0;
  H5D_layout_t layout = H5Pget_layout(made);
  if (layout == H5D_CHUNKED) {
    if (H5Pget_chunk(made, 2, chunk) != rank) return 0;
    int filters = H5Pget_nfilters(made);
    if (filters < 0 || filters > 3) return 0;
    for (int index = 0; index < filters; index++) {
      unsigned flags = 0;
      size_t values = 0;
      H5Z_filter_t filter =
          H5Pget_filter2(made, (unsigned)index, &flags, &values, NULL, 0, NULL, NULL);
      if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE
          && filter != H5Z_FILTER_FLETCHER32) {
        return 0;
      }
    }
  } else if (layout == H5D_CONTIGUOUS || layout == H5D_COMPACT) {
    chunk[1] = 0;
  } else {
    return 0;
  }
  shape->rank = rank;
  shape->element_bytes = (int32_t)H5Tget_size(type);
  shape->rows = (int64_t)extent[0];
  shape->columns = (int64_t)extent[1];
  shape->chunk_rows = (int64_t)chunk[0];
  shape->chunk_columns = (int64_t)chunk[1];
  shape->stored_bytes = (int64_t)H5Dget_storage_size(dataset);
  hsize_t chunks = 0;
  if (layout == H5D_CHUNKED && H5Dget_num_chunks(dataset, space, &chunks) < 0) return 0;
  shape->chunk_count = (int64_t)chunks;
  return 1;
}

// Opens a dataset of floats and tells its shape; HDF5_ABSENT or HDF5_FOREIGN where there is none to read.
static inline int64_t hdf5_dataset(
    int64_t file, const char *path, size_t cache_bytes, hdf5_shape *shape) {
  if (!hdf5_exists(file, path)) return HDF5_ABSENT;
  hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
  if (access < 0) return HDF5_FOREIGN;
  H5Pset_chunk_cache(access, 521, cache_bytes, 1.0);
  hid_t dataset = H5Dopen2(file, path, access);
  H5Pclose(access);
  if (dataset < 0) return HDF5_FOREIGN;
  hid_t type = H5Dget_type(dataset);
  hid_t space = H5Dget_space(dataset);
  hid_t made = H5Dget_create_plist(dataset);
  int known = type >= 0 && space >= 0 && made >= 0
              && hdf5_take_shape(dataset, type, space, made, shape);
  if (made >= 0) H5Pclose(made);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  if (known) return dataset;
  H5Dclose(dataset);
  return HDF5_FOREIGN;
}

// Reads all rows of `columns` columns from `first` on, row by row; negative where libhdf5 cannot.
static inline int hdf5_read(
    int64_t dataset, const hdf5_shape *shape, int64_t first, int64_t columns, double *values) {
  const hsize_t start[2] = {0, (hsize_t)first};
  const hsize_t count[2] = {(hsize_t)shape->rows, (hsize_t)columns};
  int status = -1;
  hid_t space = H5Dget_space(dataset);
  hid_t memory = H5Screate_simple(shape->rank, count, NULL);
  if (space >= 0 && memory >= 0
      && H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0) {
    status = H5Dread(dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values);
  }
  if (memory >= 0) H5Sclose(memory);
  if (space >= 0) H5Sclose(space);
  return status;
}
