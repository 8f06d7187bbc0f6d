import Devices
import Glibc
import Recording
import SerialLine

/// Where frames go out: a serial line, a new pseudo-terminal, or standard output.
struct FrameOutlet: ~Copyable {
  /// A line that takes nothing for so long has nobody behind it, milliseconds.
  static let patienceMilliseconds: Int32 = 10_000

  private var port: SerialPort?
  private var stream: ByteOutput?

  /// Opens a serial line; `-` is standard output.
  init(device: String, baud: UInt32) throws(RecordingError) {
    guard device != "-" else {
      stream = ByteOutput(descriptor: STDOUT_FILENO, name: "standard output", heldBytes: 0)
      port = nil
      return
    }
    var name = DeviceName()
    for byte in device.utf8 { name.append(byte) }
    do throws(SerialError) {
      port = .some(try SerialPort(path: name, baud: baud))
    } catch {
      throw Self.refusal(error, device)
    }
    stream = nil
  }

  /// Opens a new pseudo-terminal, says its name, and waits until a program has taken it for itself.
  init(pseudoTerminal: Void) throws(RecordingError) {
    stream = nil
    do throws(SerialError) {
      let made = try SerialPort(pseudoTerminal: ())
      let name = "\(made.path)"
      try Self.tell(name)
      while try !made.isTaken() { usleep(20_000) }
      // Whoever takes a line forgets what it had received.
      usleep(200_000)
      port = .some(made)
    } catch {
      throw Self.refusal(error, "--pty")
    }
  }

  private static func tell(_ name: String) throws(SerialError) {
    do throws(RecordingError) {
      try ByteOutput.print(name + "\n")
    } catch {
      throw SerialError(.write, .noReader, path: "standard output")
    }
  }

  /// Sends bytes, and waits until they have left the program.
  mutating func send(_ bytes: [UInt8]) throws(RecordingError) {
    try stream?.write(bytes)
    try Self.send(bytes, to: port)
  }

  /// Waits until the line has sent all that it holds.
  func drain() throws(RecordingError) {
    try Self.drain(port)
  }

  private static func send(
    _ bytes: [UInt8], to port: borrowing SerialPort?
  ) throws(RecordingError) {
    switch port {
    case .none: return
    case .some(let port):
      do throws(SerialError) {
        var sent = 0
        while sent < bytes.count {
          let part = try port.write(bytes.span.extracting(sent..<bytes.count))
          sent += part
          guard part == 0 else { continue }
          guard try port.waitForRoom(milliseconds: patienceMilliseconds) != .timedOut else {
            throw SerialError(.write, .timedOut, path: port.path)
          }
        }
      } catch {
        throw refusal(error, "\(port.path)")
      }
    }
  }

  private static func drain(_ port: borrowing SerialPort?) throws(RecordingError) {
    switch port {
    case .none: return
    case .some(let port):
      do throws(SerialError) {
        var left = try port.waiting()
        var rounds = 0
        while left > 0, rounds < 50 * Int(patienceMilliseconds) / 1_000 {
          usleep(20_000)
          let now = try port.waiting()
          rounds = now == left ? rounds + 1 : 0
          left = now
        }
        guard left == 0 else { throw SerialError(.write, .timedOut, path: port.path) }
        usleep(100_000)
      } catch {
        throw refusal(error, "\(port.path)")
      }
    }
  }

  private static func refusal(_ error: SerialError, _ device: String) -> RecordingError {
    RecordingError(
      .unwritable, file: device, field: "serial line",
      found:
        "\(error.errorNumber.meaning) (\(error.errorNumber.name) \(error.errorNumber.rawValue))",
      expected: "a line that takes frames", advice: "\(error.advice)")
  }
}
