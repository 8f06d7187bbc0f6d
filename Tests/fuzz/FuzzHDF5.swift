import DetectorCore

/// One input is an HDF5 file; every channel of it is read to its end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHDF5(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  var options = RadarFileOptions()
  for channel in [nil, 1] as [Int?] {
    options.channel = channel
    do throws(RecordingError) {
      var file = try GprMaxFile(source: ByteSource(bytes: bytes, name: "f.h5"), options: options)
      drain(&file)
      guard file.channelCount > 1 else { break }
    } catch {
      precondition(!error.field.isEmpty && !error.found.isEmpty && !error.expected.isEmpty)
      break
    }
  }
  return 0
}

/// Reads to the end, or to where a chunk does not unpack, and holds the file to what it says.
private func drain(_ file: inout GprMaxFile) {
  let length = Int(file.description.samplesPerTrace)
  precondition(length > 1 && length <= 4_096)
  precondition(file.description.sampleIntervalFemtoseconds > 0)
  precondition(file.description.traceSpacingMicrometres >= 0)
  var block = [Int32](repeating: 0, count: length * 3)
  var total: Int64 = 0
  var isWhole = true
  while total < 10_000 {
    var span = block.mutableSpan
    guard let header = try? file.read(into: &span) else {
      isWhole = false
      break
    }
    guard header.count > 0 else { break }
    precondition(header.index == total && header.sequence == header.index)
    total += Int64(header.count)
  }
  precondition(!isWhole || total >= 10_000 || file.traceCount == total)
}
