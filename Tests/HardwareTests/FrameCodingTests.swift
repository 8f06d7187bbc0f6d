import DetectorCore
import FrameProtocol
import FrontEnd
import Testing

@Suite("Frames as bytes") struct FrameCodingTests {
  @Test("The CRC of 123456789 is 0x29B1")
  func check() {
    #expect(CRC16.ccitt(of: Array("123456789".utf8).span) == 0x29B1)
  }

  @Test("Every good vector is read field by field, and written to the same bytes")
  func goodVectors() throws {
    let vectors = try ConformanceVector.all(in: "frames.txt", "good ")
    #expect(vectors.count == 6)
    for vector in vectors {
      let expected = try #require(frame(of: vector))
      let (found, numbers) = try decoded(vector.bytes, as: expected.format)
      #expect(found == expected, "\(vector.title)")
      #expect(numbers == vector.numbers("numbers"), "\(vector.title)")
      #expect(encoded(found, numbers) == vector.bytes, "\(vector.title)")
    }
  }

  @Test("Every bad vector is refused for what is wrong with it")
  func badVectors() throws {
    let vectors = try ConformanceVector.all(in: "frames.txt", "bad ")
    #expect(vectors.count == 10)
    for vector in vectors {
      let word: String
      switch fault(of: vector.bytes, as: testFormat()) {
      case .length: word = "length"
      case .magic: word = "magic"
      case .version: word = "version"
      case .format: word = "format"
      case .crc: word = "crc"
      case nil: word = "good"
      }
      #expect(word == vector.text("why"), "\(vector.title)")
    }
  }

  @Test("No single bit of a frame can be flipped unseen")
  func everyBit() {
    var made = MadeFrontEnd(format: testFormat(), sequence: 77)
    let good = made.next(flags: .saturated)
    #expect(fault(of: good, as: made.format) == nil)
    for bit in 0..<8 * good.count {
      var bytes = good
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(fault(of: bytes, as: made.format) != nil, "bit \(bit)")
    }
  }

  @Test("A frame cut at any length is refused as too short")
  func everyLength() {
    var made = MadeFrontEnd(format: testFormat())
    let good = made.next()
    for count in 0..<good.count {
      let cut = fault(of: Array(good[..<count]), as: made.format)
      #expect(cut == .length(have: count, need: good.count))
    }
  }

  @Test("A number that two bytes cannot hold is written at its rail")
  func rails() throws {
    let format = testFormat(channels: 4, bytes: 2)
    let frame = FrontEndFrame(format: format, sequence: 0, timeMicroseconds: 0)
    let bytes = encoded(frame, [.max, .min, 32_768, -32_769])
    #expect(try decoded(bytes, as: format).1 == [32_767, -32_768, 32_767, -32_768])
  }

  @Test("A format holds 1 to 4,096 numbers of two or four bytes and nothing else")
  func formats() {
    #expect(FrameFormat(kind: .radarTrace, channels: 0, sampleByteCount: 2) == nil)
    #expect(FrameFormat(kind: .radarTrace, channels: 4_097, sampleByteCount: 2) == nil)
    for bytes in [-1, 0, 1, 3, 8] {
      #expect(FrameFormat(kind: .gateSums, channels: 4, sampleByteCount: bytes) == nil)
    }
    let longest = FrameFormat(kind: .radarTrace, channels: 4_096, sampleByteCount: 4)
    #expect(longest?.byteCount == FrameFormat.maximumByteCount)
  }

  @Test("Position and height are told only when the frame says that they are valid")
  func validity() {
    var frame = FrontEndFrame(format: testFormat(), sequence: 0, timeMicroseconds: 0)
    frame.encoderXMillimetres = 3
    frame.encoderYMillimetres = -4
    frame.heightMillimetres = 50
    frame.positionQuality = 101
    #expect(frame.trackPoint == nil)
    #expect(frame.height == nil)
    frame.flags = .positionValid
    #expect(frame.trackPoint?.heightMillimetres == 0)
    frame.flags.insert(.heightValid)
    #expect(
      frame.trackPoint
        == TrackPoint(
          eastMillimetres: 3, northMillimetres: -4, heightMillimetres: 50, quality: 101))
    #expect(frame.height == 50)
  }

  @Test("Current, temperature, battery and flags are the housekeeping of the chain")
  func housekeeping() {
    var frame = FrontEndFrame(format: testFormat(), sequence: 0, timeMicroseconds: 0)
    frame.transmitMicroamperes = 1
    frame.coilMillidegrees = -2
    frame.batteryMillivolts = 3
    frame.flags = .coilOpen
    let expected = HousekeepingSample(
      currentMicroamperes: 1, temperatureMillidegrees: -2, batteryMillivolts: 3, flags: .coilOpen)
    #expect(frame.housekeeping == expected)
  }

  @Test("The eight buttons are bits 16 to 23")
  func buttons() {
    #expect(FrontEndFlags(rawValue: 0x00A5_0400).buttons == 0xA5)
  }

  private func frame(of vector: ConformanceVector) -> FrontEndFrame? {
    guard let kind = FrameKind(rawValue: vector.number("kind")),
      let format = FrameFormat(
        kind: kind, channels: vector.numbers("numbers").count,
        sampleByteCount: vector.number("sample_bytes"))
    else { return nil }
    var frame = FrontEndFrame(
      format: format, sequence: vector.number("sequence"), timeMicroseconds: vector.number("time"))
    frame.flags = FrontEndFlags(rawValue: vector.number("flags"))
    frame.encoderXMillimetres = vector.number("encoder_x")
    frame.encoderYMillimetres = vector.number("encoder_y")
    frame.heightMillimetres = vector.number("height")
    frame.positionQuality = vector.number("quality")
    frame.transmitMicroamperes = vector.number("tx_current")
    frame.coilMillidegrees = vector.number("coil_temperature")
    frame.batteryMillivolts = vector.number("battery")
    return frame
  }
}
