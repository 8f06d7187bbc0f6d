import DetectorCore

/// One input is a DZT file and, behind the marker `\n~~\n`, a DZG and a DZX, read as file and as pipe.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDZT(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let all = [UInt8](UnsafeBufferPointer(start: start, count: count))
  let parts = split(all)
  for asStream in [false, true] {
    do throws(RecordingError) {
      var sides = DZTSideFiles()
      if parts.count > 1 { sides.dzg = ByteSource(bytes: parts[1], name: "f.DZG") }
      if parts.count > 2 { sides.dzx = ByteSource(bytes: parts[2], name: "f.DZX") }
      let source = ByteSource(bytes: parts[0], name: "f.DZT", asStream: asStream)
      var file = try DZTFile(source: source, sides: sides)
      drain(&file)
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
  return 0
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
private func drain(_ file: inout DZTFile) {
  let length = Int(file.description.samplesPerTrace)
  precondition(length > 0 && length <= 4_096)
  precondition(file.description.sampleIntervalFemtoseconds > 0)
  precondition(file.description.traceSpacingMicrometres >= 0)
  var block = [Int32](repeating: 0, count: length * 3)
  var total: Int64 = 0
  while true {
    var span = block.mutableSpan
    guard let header = try? file.read(into: &span), header.count > 0 else { break }
    precondition(header.index == total && header.sequence >= header.index)
    total += Int64(header.count)
  }
  precondition(file.traceCount == nil || file.traceCount == total)
  precondition(file.facts.allSatisfy { !$0.name.isEmpty })
}
