import DetectorCore

/// One input is a letter for the reader, then its traces and, behind the marker `\n~~\n`, the text header
/// and a side file; SEG-Y and IDS are read as file and as pipe.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTraceRecords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let all = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let letter = all.first else { return 0 }
  let parts = split(Array(all.dropFirst()))
  for asStream in [false, true] {
    do throws(RecordingError) {
      guard var file = try open(letter, parts, asStream: asStream) else { return 0 }
      drain(&file)
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
  return 0
}

private func open(
  _ letter: UInt8, _ parts: [[UInt8]], asStream: Bool
) throws(RecordingError) -> TraceRecordFile? {
  let options = RadarFileOptions()
  let kinds: [UInt8: (name: String, side: String)] = [
    UInt8(ascii: "d"): ("f.DT1", "gps"), UInt8(ascii: "3"): ("f.rd3", "cor"),
    UInt8(ascii: "7"): ("f.rd7", "cor"), UInt8(ascii: "p"): ("f.iprb", "cor"),
    UInt8(ascii: "s"): ("f.sgy", ""), UInt8(ascii: "i"): ("f.dt", ""),
  ]
  guard let kind = kinds[letter] else { return nil }
  let source = ByteSource(bytes: parts[0], name: kind.name, asStream: asStream)
  if letter == UInt8(ascii: "s") { return try SEGYReader.open(source, options: options) }
  if letter == UInt8(ascii: "i") { return try IDSReader.open(source, options: options) }
  guard !asStream else { return nil }
  let header = ByteSource(bytes: parts.count > 1 ? parts[1] : [], name: "f.txt")
  var files = PairedFiles(data: source, header: header)
  if parts.count > 2 { files.sides[kind.side] = ByteSource(bytes: parts[2], name: "f.side") }
  switch letter {
  case UInt8(ascii: "d"): return try DT1Reader.open(files, options: options)
  case UInt8(ascii: "p"): return try IPRBReader.open(files, options: options)
  default: return try MalaReader.open(files, options: options)
  }
}

/// The input cut at its markers, into three parts at most.
private func split(_ bytes: [UInt8]) -> [[UInt8]] {
  let marker: [UInt8] = [10, 126, 126, 10]
  var parts: [[UInt8]] = [[]]
  var index = 0
  while index < bytes.count {
    if parts.count < 3, index + 4 <= bytes.count, bytes[index..<(index + 4)].elementsEqual(marker) {
      parts.append([])
      index += 4
    } else {
      parts[parts.count - 1].append(bytes[index])
      index += 1
    }
  }
  return parts
}

/// Reads to the end and holds the file to what it says.
private func drain(_ file: inout TraceRecordFile) {
  let length = Int(file.description.samplesPerTrace)
  precondition(length > 1 && length <= 4_096)
  precondition(file.description.sampleIntervalFemtoseconds > 0)
  precondition(file.description.traceSpacingMicrometres >= 0)
  var block = [Int32](repeating: 0, count: length * 3)
  var total: Int64 = 0
  while true {
    var span = block.mutableSpan
    guard let header = try? file.read(into: &span), header.count > 0 else { break }
    precondition(header.index == total && header.sequence == header.index)
    total += Int64(header.count)
  }
  precondition(file.traceCount == nil || file.traceCount == total)
  precondition(file.facts.allSatisfy { !$0.name.isEmpty })
  precondition(zip(file.positions, file.positions.dropFirst()).allSatisfy { $0.trace < $1.trace })
}
