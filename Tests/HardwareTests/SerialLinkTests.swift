import DetectorCore
import Devices
import FrontEnd
import Glibc
import SerialLine
import Testing

/// Both ends of a terminal that exists in memory only.
private final class PseudoTerminal {
  let master: Int32
  let slave: Int32
  let path: String

  init?() {
    var name = [CChar](repeating: 0, count: 128)
    var (one, other): (Int32, Int32) = (-1, -1)
    guard openpty(&one, &other, &name, nil, nil) == 0 else { return nil }
    (master, slave) = (one, other)
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func send(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  func hangUp() {
    close(master)
    close(slave)
  }
}

@Suite("Frames over a serial line") struct SerialLinkTests {
  let format = testFormat()

  @Test("Frames come through a terminal whole, also those whose bytes a terminal would treat")
  func terminal() throws {
    let pair = try #require(PseudoTerminal())
    defer { pair.hangUp() }
    var source = FrontEndSource(
      try SerialLink<256>(SerialPort(path: DeviceName(pair.path)), format: format))
    var made = MadeFrontEnd(format: format)
    var block = [Int32](repeating: 0, count: 3)
    // 0x03, 0x0A, 0x0D, 0x11 and 0x13 all come in sequences and times of so many frames.
    for sequence in Int64(0)..<300 {
      pair.send(made.next())
      var span = block.mutableSpan
      #expect(try source.read(into: &span).sequence == sequence)
      #expect(block == MadeFrontEnd.numbers(of: UInt32(sequence), format: format))
    }
    #expect(source.counts.damaged == 0)
    #expect(source.counts.lost == 0)
  }

  @Test("After noise and a damaged frame the next magic is found, and one frame is counted")
  func resynchronises() throws {
    let pair = try #require(PseudoTerminal())
    defer { pair.hangUp() }
    var source = FrontEndSource(
      try SerialLink<256>(SerialPort(path: DeviceName(pair.path)), format: format))
    var made = MadeFrontEnd(format: format)
    let first = made.next()
    pair.send(Array(first[20...]) + made.next())
    var bad = made.next()
    bad[1] ^= 0x20
    pair.send(bad + Array("SAPSAPFSAP".utf8) + made.next())
    var block = [Int32](repeating: 0, count: 3)
    var span = block.mutableSpan
    #expect(try source.read(into: &span).sequence == 1)
    let after = try source.read(into: &span)
    #expect(after.sequence == 3)
    #expect(after.flags.contains(.checksum))
    #expect(source.counts.damaged == 1)
    #expect(source.counts.lost == 0)
  }

  @Test("A terminal that hangs up is an error that says so")
  func hangsUp() throws {
    let pair = try #require(PseudoTerminal())
    var source = FrontEndSource(
      try SerialLink<256>(SerialPort(path: DeviceName(pair.path)), format: format))
    pair.hangUp()
    var block = [Int32](repeating: 0, count: 3)
    do throws(FrontEndError) {
      var span = block.mutableSpan
      _ = try source.read(into: &span)
      Issue.record("nothing was sent and something came")
    } catch {
      guard case .serial(let serial) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(serial.description.contains("unplugged"))
      #expect(serial.description.contains(pair.path))
    }
  }

  @Test("A silent terminal is a silent front end")
  func silent() throws {
    let pair = try #require(PseudoTerminal())
    defer { pair.hangUp() }
    var source = FrontEndSource(
      try SerialLink<256>(SerialPort(path: DeviceName(pair.path)), format: format),
      silenceMilliseconds: 20)
    var block = [Int32](repeating: 0, count: 3)
    #expect(throws: FrontEndError.silent(milliseconds: 20, damaged: 0)) {
      var span = block.mutableSpan
      _ = try source.read(into: &span)
    }
  }

  @Test("What is no serial line, or a rate that none has, is refused in words")
  func refusals() throws {
    #expect(refusal("/dev/ttyACM99").contains("it is not there (ENOENT 2). Try: plug"))
    #expect(refusal("/dev/null").contains("no device of this kind (ENOTTY 25). Try: give the path"))
    #expect(refusal(String(repeating: "x", count: 200)).contains("(ENAMETOOLONG 36)"))
    let pair = try #require(PseudoTerminal())
    defer { pair.hangUp() }
    #expect(refusal(pair.path, baud: 12_345).contains("give a baud rate"))
  }

  private func refusal(_ path: String, baud: UInt32 = 115_200) -> String {
    do throws(SerialError) {
      _ = try SerialPort(path: DeviceName(path), baud: baud)
      return "nothing was refused"
    } catch {
      return error.description
    }
  }
}
