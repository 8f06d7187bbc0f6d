import DetectorCore

/// One input is a letter for what is said of a coil's recording, and the recording; it is read as file
/// and as pipe.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInduction(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let all = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let letter = all.first, let options = options(letter) else { return 0 }
  var counts: [Int64] = []
  for asStream in [false, true] {
    do throws(RecordingError) {
      let source = ByteSource(bytes: Array(all.dropFirst()), name: "f", asStream: asStream)
      var file = try InductionFileOpener.open(source, options: options)
      counts.append(try drain(&file))
      if !asStream {
        try file.rewind()
        let again = try drain(&file)
        precondition(again == counts[0], "a rewind gives other frames")
      }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
  precondition(counts.count < 2 || counts[0] == counts[1], "a pipe gives other frames")
  return 0
}

/// What each letter says.
private func options(_ letter: UInt8) -> InductionOptions? {
  var options = InductionOptions()
  options.lsbFemtovolts = 10_000_000
  options.gates = [(20, 60), (100, 200), (300, 400)].map {
    InductionDescription.Gate(startNanoseconds: $0.0 * 1_000, endNanoseconds: $0.1 * 1_000)
  }
  switch letter {
  case UInt8(ascii: "c"), UInt8(ascii: "r"):
    options.frequenciesMillihertz = [8_000_000]
    options.signal = letter == UInt8(ascii: "r") ? .reference : .carrier
  case UInt8(ascii: "q"): options.signal = .iq
  case UInt8(ascii: "d"), UInt8(ascii: "p"):
    options.pulseRateMillihertz = 1_000_000
    options.pulsesPerFrame = 3
    options.trigger =
      letter == UInt8(ascii: "p")
      ? .periodic(offsetNanoseconds: 100_000)
      : .level(permille: 500, channel: 0, isRising: false)
  case UInt8(ascii: "n"): options.format = "ndjson"
  case UInt8(ascii: "t"): break
  case UInt8(ascii: "v"): options.isVolts = true
  default: return nil
  }
  return options
}

/// Reads to the end and holds the file to what it says.
private func drain(_ file: inout CoilRecording) throws(RecordingError) -> Int64 {
  let width = file.shape.valuesPerFrame
  precondition(width > 0 && width <= 32 && file.shape.rateMicrohertz > 0)
  var block = [Int32](repeating: 0, count: width * 5)
  var total: Int64 = 0
  var expected: Int64 = 0
  while true {
    var span = block.mutableSpan
    let header = try file.read(into: &span)
    guard header.count > 0 else { break }
    precondition(header.index == total && header.sequence >= expected)
    precondition(file.sides.track.count == (file.shape.hasTrack ? 4 * header.count : 0))
    total += Int64(header.count)
    expected = header.sequence + Int64(header.count)
  }
  precondition(file.facts.allSatisfy { !$0.name.isEmpty })
  return total
}
