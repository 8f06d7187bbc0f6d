import DetectorCore
import Foundation
import Recording

/// Small recordings of the formats with trace records, made from their description field by field.
enum Made {
  static let traces = 40
  static let samples = 64

  /// A pulse that rings down from sample 8 on and moves a little from trace to trace.
  static func sample(_ trace: Int, _ index: Int) -> Double {
    guard index >= 8 else { return Double((trace + index) % 5 - 2) }
    let phase = Double(index - 8) / 8 * 2 * Double.pi
    return (8_000 * sin(phase) * exp(-Double(index - 8) / 14) + Double(trace)).rounded()
  }

  static func whole(_ trace: Int, _ index: Int) -> Int32 { Int32(sample(trace, index)) }

  static func little(_ value: UInt32, _ width: Int = 4) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  static func big(_ value: UInt32, _ width: Int = 4) -> [UInt8] {
    little(value, width).reversed()
  }

  static func put(_ new: [UInt8], at offset: Int, in bytes: inout [UInt8]) {
    bytes.replaceSubrange(offset..<(offset + new.count), with: new)
  }

  /// HD text of the made DT1.
  static let hd = """
    1234
    Data Collected with made up
    2026-01-01
    NUMBER OF TRACES   = 40
    NUMBER OF PTS/TRC  = 64
    TIMEZERO AT POINT  = 8.00
    TOTAL TIME WINDOW  = 12.8
    STARTING POSITION  = 0.0000
    FINAL POSITION     = 0.7800
    STEP SIZE USED     = 0.0200
    POSITION UNITS     = m
    NOMINAL FREQUENCY  = 600.00
    ANTENNA SEPARATION = 0.1500
    SURVEY MODE        = Reflection

    """

  /// DT1 of int16 or float32; a fraction is added to every float.
  static func dt1(width: Int = 2, fraction: Float = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    for trace in 0..<traces {
      var header = [UInt8](repeating: 0, count: 128)
      let figures: [(Int, Float)] = [
        (0, Float(trace + 1)), (4, Float(trace) * 0.02), (8, Float(samples)), (20, Float(width)),
        (24, 200), (28, 4),
      ]
      for (offset, figure) in figures { put(little(figure.bitPattern), at: offset, in: &header) }
      bytes += header
      for index in 0..<samples {
        let value = sample(trace, index)
        bytes +=
          width == 2
          ? little(UInt32(bitPattern: Int32(value)), 2)
          : little((Float(value) + fraction).bitPattern)
      }
    }
    return bytes
  }

  /// RAD text of the made RD3 and RD7.
  static let rad = """
    SAMPLES:64
    FREQUENCY:5000.000000
    SIGNAL POSITION:0
    DISTANCE FLAG:1
    TIME FLAG:0
    TIME INTERVAL:0.0
    DISTANCE INTERVAL:0.020000
    ANTENNAS:600 MHz shielded
    ANTENNA SEPARATION:0.150000
    TIMEWINDOW:12.800000
    STACKS:1
    LAST TRACE:40
    STOP POSITION:0.780000
    START POSITION:0.000000

    """

  /// IPRH text of the made IPRB.
  static let iprh = """
    HEADER VERSION: 20
    DATA VERSION: 16
    ANTENNA: 600 MHz
    ANTENNA SEPARATION: 0.150
    SAMPLES: 64
    FREQUENCY: 5000
    TIMEWINDOW: 12.800
    LAST TRACE: 40
    DISTANCE INTERVAL: 0.020000
    USER DISTANCE INTERVAL: 0.020000
    STOP POSITION: 0.800
    ZERO LEVEL: 8
    CHANNELS: 1

    """

  /// Bare little-endian samples of `width` bytes.
  static func bare(width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for trace in 0..<traces {
      for index in 0..<samples {
        let value = whole(trace, index) * (width == 4 ? 65_536 : 1)
        bytes += little(UInt32(bitPattern: value), width)
      }
    }
    return bytes
  }

  /// The word of an IBM float: the nearest below, exact for whole numbers under 2^21.
  static func ibm(_ value: Double) -> UInt32 {
    guard value != 0 else { return 0 }
    var (fraction, exponent) = (abs(value), 64)
    while fraction >= 1 { (fraction, exponent) = (fraction / 16, exponent + 1) }
    while fraction < 1 / 16 { (fraction, exponent) = (fraction * 16, exponent - 1) }
    let sign: UInt32 = value < 0 ? 0x8000_0000 : 0
    return sign | UInt32(exponent) << 24 | UInt32(fraction * 16_777_216)
  }

  /// SEG-Y of a format code, an ASCII or EBCDIC text header, and extended text headers.
  static func segy(
    format: Int = 3, ebcdic: Bool = true, extensions: Int = 0, text: String = "C 1 MADE"
  ) -> [UInt8] {
    var bytes = [UInt8](repeating: ebcdic ? 0x40 : 0x20, count: 3_200)
    put(ebcdic ? text.utf8.map(Self.ebcdic) : Array(text.utf8), at: 0, in: &bytes)
    bytes += [UInt8](repeating: 0, count: 400)
    let words: [(Int, Int)] = [
      (3_216, 200), (3_220, samples), (3_224, format), (3_254, 1), (3_500, 256), (3_502, 1),
      (3_504, extensions),
    ]
    for (offset, word) in words { put(big(UInt32(word), 2), at: offset, in: &bytes) }
    bytes += [UInt8](repeating: ebcdic ? 0x40 : 0x20, count: 3_200 * extensions)
    for trace in 0..<traces {
      var header = [UInt8](repeating: 0, count: 240)
      put(big(UInt32(trace + 1)), at: 0, in: &header)
      put(big(UInt32(truncatingIfNeeded: -1_000), 2), at: 70, in: &header)
      put(big(UInt32(trace * 20)), at: 72, in: &header)
      put(big(UInt32(trace * 20 + 150)), at: 80, in: &header)
      put(big(UInt32(samples), 2), at: 114, in: &header)
      put(big(200, 2), at: 116, in: &header)
      bytes += header
      for index in 0..<samples { bytes += segySample(sample(trace, index), format: format) }
    }
    return bytes
  }

  private static func segySample(_ value: Double, format: Int) -> [UInt8] {
    switch format {
    case 1: big(ibm(value))
    case 2: big(UInt32(bitPattern: Int32(value)))
    case 3: big(UInt32(bitPattern: Int32(value)), 2)
    case 5: big(Float(value).bitPattern)
    default: [UInt8(bitPattern: Int8(value / 128))]
    }
  }

  private static func ebcdic(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 48...57: byte - 48 + 0xF0
    case 65...73: byte - 65 + 0xC1
    case 74...82: byte - 74 + 0xD1
    case 83...90: byte - 83 + 0xE2
    case 46: 0x4B
    default: 0x40
    }
  }

  /// IDS of records of 1,028 bytes.
  static func ids(traces: Int = Made.traces, samples: Int = Made.samples) -> [UInt8] {
    let length = 1_028
    func record(_ tag: String) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: length)
      put(Array(tag.utf8), at: 0, in: &bytes)
      return bytes
    }
    var first = record("V")
    first[1] = 3
    put(little(UInt32(length), 2), at: 4, in: &first)
    var header = record("H")
    let integers = [length, samples, samples, traces, samples, 0, 0, 0, 0, 0, 0]
    for (index, value) in integers.enumerated() {
      put(little(UInt32(value)), at: 4 + 4 * index, in: &header)
    }
    let figures = ["600", "0.1", "1e-6", "1.28e-8", "100", "0.01", "0.02", "0.02", "0.1", "0.1"]
    for (index, figure) in figures.enumerated() {
      put(Array(figure.utf8), at: 48 + 16 * index, in: &header)
    }
    var bytes = first + record("I") + record("AC1") + header
    for trace in 0..<Made.traces {
      bytes += trace == 0 ? [82, 0, 0, 0] : [0, 0, 0, 0]
      for index in 0..<Made.samples {
        bytes += little(UInt32(bitPattern: whole(trace, index)), 2)
      }
    }
    return bytes
  }
}

/// A recording in memory: its traces, and the text beside it.
struct MadeRecording: Sendable, CustomStringConvertible {
  var name: String
  var data: [UInt8]
  var header: [UInt8]?
  var sides: [String: [UInt8]] = [:]

  static let dt1 = MadeRecording(name: "made.DT1", data: Made.dt1(), header: Array(Made.hd.utf8))
  static let rd3 = MadeRecording(
    name: "made.rd3", data: Made.bare(width: 2), header: Array(Made.rad.utf8))
  static let iprb = MadeRecording(
    name: "made.iprb", data: Made.bare(width: 2), header: Array(Made.iprh.utf8))
  static let segy = MadeRecording(name: "made.sgy", data: Made.segy())
  static let ids = MadeRecording(name: "made.dt", data: Made.ids())

  var description: String { "\(name), \(data.count) bytes" }

  /// Opens it with the reader of its name's ending.
  func open(
    _ options: RadarFileOptions = RadarFileOptions()
  ) throws(RecordingError) -> TraceRecordFile {
    let source = ByteSource(bytes: data, name: name)
    let ending = name.split(separator: ".").last?.lowercased() ?? ""
    if ending == "sgy" { return try SEGYReader.open(source, options: options) }
    if ending == "dt" { return try IDSReader.open(source, options: options) }
    let text = ByteSource(bytes: header ?? [], name: "made.txt")
    var files = PairedFiles(data: source, header: text)
    for (ending, bytes) in sides {
      files.sides[ending] = ByteSource(bytes: bytes, name: "made.\(ending)")
    }
    switch ending {
    case "dt1": return try DT1Reader.open(files, options: options)
    case "iprb": return try IPRBReader.open(files, options: options)
    default: return try MalaReader.open(files, options: options)
    }
  }

  /// The refusal of it, nil when it opens.
  func refusal(_ options: RadarFileOptions = RadarFileOptions()) -> RecordingError? {
    do throws(RecordingError) {
      _ = try open(options)
      return nil
    } catch {
      return error
    }
  }

  /// The same with a text in its header replaced.
  func replacing(_ old: String, _ new: String) -> MadeRecording {
    var copy = self
    let text = String(decoding: header ?? [], as: UTF8.self)
    precondition(text.contains(old), "the header holds what is replaced")
    copy.header = Array(text.replacingOccurrences(of: old, with: new).utf8)
    return copy
  }

  /// The same with bytes of its traces replaced.
  func patching(_ bytes: [UInt8], at offset: Int) -> MadeRecording {
    var copy = self
    Made.put(bytes, at: offset, in: &copy.data)
    return copy
  }

  /// The same with bytes taken away at the end.
  func cut(_ count: Int) -> MadeRecording {
    var copy = self
    copy.data.removeLast(count)
    return copy
  }
}
