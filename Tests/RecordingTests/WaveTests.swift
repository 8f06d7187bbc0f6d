import DetectorCore
import Foundation
import Recording
import Testing

@Suite("WAV of a coil")
struct WaveTests {
  private func vectors(_ frames: [[Int32]]) -> [(amplitude: Double, phase: Double)] {
    frames.map { frame in
      let (i, q) = (Double(frame[0]) / 134_217_728, Double(frame[1]) / 134_217_728)
      return ((i * i + q * q).squareRoot(), atan2(q, i))
    }
  }

  /// The bounds: a step of the width, half a count of 2^-27, and what Hann's window lets through of the
  /// carrier at twice its frequency, A / (π k³) for k = 137 bins at the least: 3.1e-8.
  @Test(
    "A carrier's amplitude and phase come back in every frame, whatever the width of a sample",
    arguments: [(16, 1.6e-5), (24, 1.6e-7), (32, 4e-8)])
  func carrier(bits: Int, bound: Double) throws {
    for hertz in [8_000.0, 8_000.3, 17_123.456] {
      let bytes = MadeCoil.wav([MadeCoil.carrier(0.25, hertz, 0.5)], bits: bits)
      var file = try bytes.coil(MadeCoil.balance(hertz))
      #expect(file.shape.rateMicrohertz == 100_000_000)
      let found = vectors(try DrainedCoil(&file).frames)
      #expect(found.count == 20)
      for each in found {
        #expect(abs(each.amplitude - 0.25) < bound && abs(each.phase - 0.5) < 4 * bound)
      }
      #expect(file.warnings.contains { $0.field == "phase" })
    }
  }

  @Test("Two carriers are told apart, and the frame's length is the rate's")
  func carriers() throws {
    let sum = zip(MadeCoil.carrier(0.2, 8_000, 1), MadeCoil.carrier(0.1, 24_000 - 1_000, -1)).map(+)
    var options = MadeCoil.balance(8_000, 23_000)
    options.rateMicrohertz = 50_000_000
    var file = try MadeCoil.wav([sum], bits: 24).coil(options)
    let frames = try DrainedCoil(&file).frames
    #expect(frames.count == 10 && frames[0].count == 4)
    let (first, second) = (vectors(frames), vectors(frames.map { Array($0[2...]) }))
    #expect(first.allSatisfy { abs($0.amplitude - 0.2) < 1e-6 && abs($0.phase - 1) < 1e-5 })
    #expect(second.allSatisfy { abs($0.amplitude - 0.1) < 1e-6 && abs($0.phase + 1) < 1e-5 })
  }

  @Test("A reference takes the drift of the sender out of the phase, and its loss is lost frames")
  func reference() throws {
    var options = MadeCoil.balance(8_000)
    options.signal = .reference
    let coil = MadeCoil.carrier(0.25, 8_003, 1.7)
    var sent = MadeCoil.carrier(0.5, 8_003, 0.7)
    var file = try MadeCoil.wav([coil, sent], bits: 24).coil(options)
    let found = vectors(try DrainedCoil(&file).frames)
    #expect(found.allSatisfy { abs($0.phase - 1) < 1e-4 })
    for index in 2_400..<3_840 { sent[index] = 0 }
    file = try MadeCoil.wav([coil, sent], bits: 24).coil(options)
    let sequences = try DrainedCoil(&file).sequences
    #expect(sequences == (0..<20).filter { !(5..<8).contains($0) }.map { Int64($0) })
    #expect(file.warnings.contains { $0.field == "second channel" })
    try file.rewind()
    #expect(try DrainedCoil(&file).sequences == sequences)
  }

  @Test("I and Q are averaged over the frame, and a frame at the rail is flagged")
  func iq() throws {
    var options = InductionOptions()
    options.signal = .iq
    var i = [Double](repeating: 0.125, count: 4_800)
    i[1_000] = 1
    let bytes = MadeCoil.wav([i, [Double](repeating: -0.25, count: 4_800)], bits: 16)
    var file = try bytes.coil(options)
    let drained = try DrainedCoil(&file)
    #expect(drained.frames[0] == [16_777_216, -33_554_432] && drained.frames.count == 10)
    #expect(drained.clipped == (0..<10).map { $0 == 2 })
    var cut = try Array(bytes.dropLast(400)).patched([0, 0, 0, 0], at: 40).coil(options)
    #expect(cut.warnings.contains { $0.found.contains("left open") })
    let short = try DrainedCoil(&cut)
    #expect(short.frames.count == 9 && short.end.flags.contains(.shortTail))
  }

  /// The gates' means of 0.8 exp(−t/50 µs) behind a trigger that is up to one sample (5.2 µs) late.
  @Test("Gates behind each switch-off hold the decay's mean, and frames that lack a pulse are lost")
  func decay() throws {
    var file = try MadeCoil.wav(MadeCoil.decay(), rate: 192_000).coil(MadeCoil.pulses)
    #expect(file.shape.rateMicrohertz == 100_000_000)
    let drained = try DrainedCoil(&file)
    #expect(drained.frames.count == 10)
    let gates = drained.frames[3].map { Double($0) / 134_217_728 }
    #expect((0.8 * exp(-20.3 / 50)...0.8 * exp(-10.0 / 50)).contains(gates[0]))
    #expect((0.8 * exp(-40.3 / 50)...0.8 * exp(-20.0 / 50)).contains(gates[1]))
    #expect(abs(gates[2]) < 1e-5 && Set(drained.frames).count == 1)
    file = try MadeCoil.wav(MadeCoil.decay(lost: [33, 34, 71]), rate: 192_000).coil(MadeCoil.pulses)
    #expect(try DrainedCoil(&file).sequences == [0, 1, 2, 4, 5, 6, 8, 9])
  }

  @Test("Pulses by the recorder's clock need no trigger")
  func periodic() throws {
    var options = MadeCoil.pulses
    options.trigger = .periodic(offsetNanoseconds: 200_000)
    options.pulsesPerFrame = 25
    var file = try MadeCoil.wav([MadeCoil.decay()[0]], rate: 192_000).coil(options)
    #expect(file.shape.rateMicrohertz == 40_000_000)
    let drained = try DrainedCoil(&file)
    #expect(drained.frames.count == 4)
    let gate = Double(drained.frames[0][0]) / 134_217_728
    #expect((0.8 * exp(-20.0 / 50)...0.8 * exp(-10.0 / 50)).contains(gate))
  }

  /// A change of the header of a made WAV, and the field that is refused.
  struct Damage: Sendable {
    var bytes: [UInt8]
    var offset: Int
    var field: String
    var found: String
  }

  static let damages = [
    Damage(bytes: [3, 0], offset: 20, field: "format code (fmt)", found: "3 (floats)"),
    Damage(bytes: [0x55, 0], offset: 20, field: "format code (fmt)", found: "85 (MP3)"),
    Damage(bytes: [8, 0], offset: 34, field: "bits (fmt)", found: "8"),
    Damage(bytes: [24, 0], offset: 34, field: "block and byte rate (fmt)", found: "2 bytes"),
    Damage(bytes: [3, 0], offset: 22, field: "channels (fmt)", found: "3"),
    Damage(bytes: [0x44, 0xAC], offset: 24, field: "block and byte rate (fmt)", found: "96000"),
    Damage(bytes: [0, 0, 0, 0], offset: 24, field: "sample rate (fmt)", found: "0"),
    Damage(bytes: [8, 0, 0, 0], offset: 16, field: "chunk fmt", found: "8 bytes"),
    Damage(
      bytes: [0xFF, 0xFF, 0xFF, 0x7F], offset: 16, field: "chunk \"fmt \" at byte 12",
      found: "2147483647"),
    Damage(bytes: [0xFF, 0xFF, 0xFF, 0x7F], offset: 40, field: "data size", found: "2147483647"),
    Damage(bytes: [0x01, 0x10], offset: 40, field: "data size", found: "4097"),
    Damage(bytes: Array("date".utf8), offset: 36, field: "chunk at byte 19244", found: "the end"),
  ]

  @Test(
    "A header that contradicts itself, or is not plain PCM, is refused by field", arguments: damages
  )
  func refusals(damage: Damage) throws {
    let made = MadeCoil.wav([MadeCoil.carrier(0.25, 8_000, 0)])
    let error = try #require(
      made.patched(damage.bytes, at: damage.offset).coilRefusal(MadeCoil.balance(8_000)))
    #expect(error.field == damage.field && error.found.contains(damage.found), "\(error)")
  }

  @Test(
    "A WAV that was cut off is refused with what is left, and bytes behind the samples are told")
  func sizes() throws {
    let made = MadeCoil.wav([MadeCoil.carrier(0.25, 8_000, 0)])
    let error = try #require(Array(made.dropLast(600)).coilRefusal(MadeCoil.balance(8_000)))
    #expect(error.field == "data size" && error.found == "19200 bytes, where 18600 are left")
    #expect(Array(made.prefix(30)).coilRefusal(MadeCoil.balance(8_000))?.kind == .refused)
    let small = try made.patched([0x00, 0x10, 0, 0], at: 40).coil(MadeCoil.balance(8_000))
    #expect(small.warnings.contains { $0.found.contains("no chunk") })
    let noted = made + Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
    #expect(try !noted.coil(MadeCoil.balance(8_000)).warnings.contains { $0.field == "data size" })
  }

  @Test("What is said of a WAV is held against it")
  func options() throws {
    let made = MadeCoil.wav([MadeCoil.carrier(0.25, 8_000, 0)])
    #expect(try #require(made.coilRefusal()).field == "--signal")
    #expect(try #require(made.coilRefusal(MadeCoil.balance(24_000))).field == "--frequencies-hz")
    #expect(try #require(made.coilRefusal(MadeCoil.balance(300))).advice == "a lower --frames-hz")
    var options = MadeCoil.balance(8_000)
    options.rateMicrohertz = 70_000_000
    #expect(try #require(made.coilRefusal(options)).advice == "--frames-hz 100")
    options.rateMicrohertz = 0
    options.signal = .reference
    #expect(try #require(made.coilRefusal(options)).field == "channels (fmt)")
    let decay = MadeCoil.wav(MadeCoil.decay(), rate: 192_000)
    var pulses = MadeCoil.pulses
    pulses.gates[0] = .init(startNanoseconds: 10_000, endNanoseconds: 12_000)
    #expect(try #require(decay.coilRefusal(pulses)).found == "a gate of 2 µs")
    pulses = MadeCoil.pulses
    pulses.gates[2] = .init(startNanoseconds: 900_000, endNanoseconds: 1_000_000)
    #expect(try #require(decay.coilRefusal(pulses)).expected.contains("next pulse"))
    pulses = MadeCoil.pulses
    pulses.trigger = .level(permille: 500, channel: 2, isRising: false)
    #expect(try #require(decay.coilRefusal(pulses)).field == "--trigger-level")
  }
}
