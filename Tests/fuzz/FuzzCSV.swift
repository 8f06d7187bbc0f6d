import DetectorCore

/// One input is a text file, read through the opener and by the reader itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  var options = RadarFileOptions()
  options.sampleIntervalFemtoseconds = 23_587
  options.traceSpacingMicrometres = 20_000
  do throws(RecordingError) {
    _ = try RadarFileOpener.open(ByteSource(bytes: bytes, name: "f"), options: options)
  } catch {
    precondition(!error.description.isEmpty)
  }
  do throws(RecordingError) {
    let source = ByteSource(bytes: bytes, name: "f.csv", asStream: true)
    var file = try RadarCSVFile(source: source, options: options.csv)
    let length = Int(file.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: length * 5)
    var total: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      if header.count == 0 { break }
      total += Int64(header.count)
    }
    precondition(total == file.traceCount)
  } catch {
    precondition(!error.description.isEmpty)
  }
  return 0
}
