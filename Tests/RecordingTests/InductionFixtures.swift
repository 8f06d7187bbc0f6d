import DetectorCore
import Foundation
import Recording

/// Recordings of a coil made from their description, field by field.
enum MadeCoil {
  /// 400 frames at 100 a second; those of `lost` are left out.
  static func csv(
    heading: String = "t,g1,g2,ef,x,y,height", frames: Int = 400, lost: Range<Int> = 0..<0
  ) -> [UInt8] {
    var lines = [heading]
    for frame in 0..<frames where !lost.contains(frame) {
      let hundredths = frame % 100 < 10 ? "0\(frame % 100)" : "\(frame % 100)"
      lines.append(
        "\(frame / 100).\(hundredths),\(1_000 + frame % 7),\(500 - frame % 5),3,0.\(hundredths),"
          + "0.1,0.05")
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  static var gates: InductionOptions {
    var options = InductionOptions()
    options.gates = [(10, 20), (20, 40), (900, 990)].map {
      InductionDescription.Gate(startNanoseconds: $0.0 * 1_000, endNanoseconds: $0.1 * 1_000)
    }
    options.lsbFemtovolts = 10_000_000
    return options
  }

  /// A WAV of channels of −1 … 1.
  static func wav(
    _ channels: [[Double]], rate: Int = 48_000, bits: Int = 16, code: Int = 1
  ) -> [UInt8] {
    let full = Double(sign: .plus, exponent: bits - 1, significand: 1)
    var data: [UInt8] = []
    for index in 0..<channels[0].count {
      for channel in channels {
        let value = Int64(max(-full, min(full - 1, (channel[index] * full).rounded())))
        data += (0..<bits / 8).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
      }
    }
    let block = channels.count * bits / 8
    func word(_ value: Int, _ width: Int = 4) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let format =
      word(code, 2) + word(channels.count, 2) + word(rate) + word(rate * block) + word(block, 2)
      + word(bits, 2)
    return Array("RIFF".utf8) + word(36 + data.count) + Array("WAVEfmt ".utf8) + word(16) + format
      + Array("data".utf8) + word(data.count) + data
  }

  /// A carrier A cos(2πft + φ) of `count` samples.
  static func carrier(
    _ amplitude: Double, _ hertz: Double, _ phase: Double, count: Int = 9_600, rate: Int = 48_000
  ) -> [Double] {
    (0..<count).map { amplitude * cos(2 * .pi * hertz * Double($0) / Double(rate) + phase) }
  }

  static func balance(_ hertz: Double...) -> InductionOptions {
    var options = InductionOptions()
    options.frequenciesMillihertz = hertz.map { Int64($0 * 1_000) }
    return options
  }

  /// 100 pulses at 1 kHz, recorded at 192 kHz: the coil's decay, and the pulse; those of `lost` are left
  /// out.
  static func decay(lost: Set<Int> = [], offset: Double = 0.0002) -> [[Double]] {
    let rate = 192_000.0
    var (coil, sent) = (
      [Double](repeating: 0, count: 19_200), [Double](repeating: 0, count: 19_200)
    )
    for pulse in 0..<100 where !lost.contains(pulse) {
      let off = Double(pulse) / 1_000 + offset
      for index in coil.indices {
        let time = Double(index) / rate - off
        if time >= -1e-4 && time < 0 { sent[index] = 0.9 }
        if time >= 0 && time < 8e-4 { coil[index] = 0.8 * exp(-time / 5e-5) }
      }
    }
    return [coil, sent]
  }

  static var pulses: InductionOptions {
    var options = InductionOptions()
    options.pulseRateMillihertz = 1_000_000
    options.gates = [(10, 20), (20, 40), (700, 790)].map {
      InductionDescription.Gate(startNanoseconds: $0.0 * 1_000, endNanoseconds: $0.1 * 1_000)
    }
    options.lsbFemtovolts = 1_000_000_000
    options.trigger = .level(permille: 500, channel: 1, isRising: false)
    return options
  }

  /// What metal-detector-studio records: `frames` features at 50 a second; those of `lost` are left out.
  static func studio(
    frames: Int = 200, lost: Range<Int> = 0..<0, profile: Bool = true, fraction: Double = 0
  ) -> [UInt8] {
    let device =
      #""profile":{"id":"p","harmonics":[{"id":"f1","freq_hz":7812.5},{"id":"f2","freq_hz":23437.5}]}"#
    var lines = [
      #"{"type":"meta","started":1.5,"schema_version":"1.0.0","profile_id":"p","#
        + (profile ? device : #""other":[1,null]"#) + "}"
    ]
    for frame in 0..<frames where !lost.contains(frame) {
      if frame % 10 == 0 {
        lines.append(#"{"type":"raw_iq","seq":0,"t":1,"sample_rate_hz":1000,"i":[1],"q":[2]}"#)
      }
      let time = 10 + Double(frame) / 50
      let i = Double(frame % 90) + fraction
      lines.append(
        #"{"type":"feature","seq":\#(frame + 7),"t":\#(time),"harmonics":{"f1":{"mag":1,"phase":0,"i":"#
          + #"\#(i),"q":-2},"f2":{"mag":1,"phase":0,"i":3,"q":4}},"phase_diffs":{},"new":{"a":true}}"#
      )
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

/// All that a coil's recording gives.
struct DrainedCoil {
  var frames: [[Int32]] = []
  var sequences: [Int64] = []
  var clipped: [Bool] = []
  var track: [Int32] = []
  var end: BlockHeader

  init(_ file: inout some InductionFile, framesPerBlock: Int = 64) throws(RecordingError) {
    let width = file.shape.valuesPerFrame
    var block = [Int32](repeating: 0, count: width * framesPerBlock)
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      guard header.count > 0 else {
        end = header
        return
      }
      for frame in 0..<header.count {
        frames.append(Array(block[frame * width..<(frame + 1) * width]))
        sequences.append(header.sequence + Int64(frame))
        clipped.append(header.flags.contains(.clipped))
      }
      track += file.sides.track
    }
  }
}

extension [UInt8] {
  /// Opens the bytes as a coil's recording.
  func coil(
    _ options: InductionOptions = InductionOptions(), name: String = "made", asStream: Bool = false
  ) throws(RecordingError) -> CoilRecording {
    try InductionFileOpener.open(
      ByteSource(bytes: self, name: name, asStream: asStream), options: options)
  }

  /// The refusal of opening or reading them, nil when all goes well.
  func coilRefusal(_ options: InductionOptions = InductionOptions()) -> RecordingError? {
    do throws(RecordingError) {
      var file = try coil(options)
      _ = try DrainedCoil(&file)
      return nil
    } catch {
      return error
    }
  }

  /// The same text with a part replaced.
  func replacing(_ old: String, _ new: String) -> [UInt8] {
    let text = String(decoding: self, as: UTF8.self)
    precondition(text.contains(old), "the text holds what is replaced")
    return Array(text.replacingOccurrences(of: old, with: new).utf8)
  }

  /// The same bytes with some replaced.
  func patched(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    return copy
  }
}
