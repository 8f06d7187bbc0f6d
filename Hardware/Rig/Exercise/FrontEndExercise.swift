import DetectorCore
import Devices
import FrameProtocol
import FrontEnd
import GPIO
import Glibc
import Journal
import SPI

/// Reads frames through the front-end library as the unit does, writes down what it was given, and what
/// the library counted.
///
///     front-end-exercise LABEL LINE SPIDEV CHANNELS LAST >FRAMES
///
/// Standard output holds a line for each good frame: its sequence, the block's flags and its numbers.
/// It ends after sequence LAST, and says the counts on standard error.
@main
struct FrontEndExercise {
  static let consumer: DeviceName = "front-end-exercise"
  static let millisecondsAtOnce: Int32 = 20

  static func main() {
    let words = CommandLine.arguments
    guard words.count == 6, let channels = Int(words[4]), let last = Int64(words[5]),
      let format = FrameFormat(kind: .gateSums, channels: channels, sampleByteCount: 4)
    else {
      say("usage: front-end-exercise LABEL LINE SPIDEV CHANNELS LAST")
      exit(64)
    }
    do throws(FrontEndError) {
      let bus = try bus(label: words[1], line: words[2], device: words[3])
      var source = FrontEndSource(try SPILink<SPIBus, 1_024>(bus, format: format))
      try follow(&source, channels: channels, until: last)
      say(text(of: source.counts))
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  /// Opens the device and the data-ready line.
  static func bus(label: String, line: String, device: String) throws(FrontEndError) -> SPIBus {
    let edges: EdgeEvents
    do throws(GPIOError) {
      let chip = try Chip(label: DeviceName(label))
      let ready = try chip.request(
        line: DeviceName(line), settings: .risingEdges, consumer: consumer)
      edges = try EdgeEvents(ready)
    } catch {
      throw .gpio(error)
    }
    do throws(SPIError) {
      let settings = SPISettings(hertz: 4_000_000)
      return SPIBus(
        device: try SPIDevice(path: DeviceName(device), settings: settings), ready: edges)
    } catch {
      throw .spi(error)
    }
  }

  /// Reads until the last frame has come; silence is counted and borne.
  static func follow(
    _ source: inout FrontEndSource<SPILink<SPIBus, 1_024>>, channels: Int, until last: Int64
  ) throws(FrontEndError) {
    var numbers = InlineArray<256, Int32>(repeating: 0)
    while true {
      var span = numbers.mutableSpan
      let header: BlockHeader?
      do throws(FrontEndError) {
        header = try source.next(into: &span, milliseconds: millisecondsAtOnce)
      } catch {
        guard case .silent = error else { throw error }
        continue
      }
      guard let header else { continue }
      var line = "\(header.sequence) \(header.flags.rawValue)"
      for channel in 0..<channels { line += " \(numbers[channel])" }
      print(line)
      if header.sequence >= last { return }
    }
  }

  /// The counts as `name=count` pairs.
  static func text(of counts: FrontEndCounts) -> String {
    "frames=\(counts.frames) lost=\(counts.lost) repeated=\(counts.repeated)"
      + " damaged=\(counts.damaged) restarts=\(counts.restarts) silences=\(counts.silences)"
      + " missed=\(counts.link.missedEdges) stuck=\(counts.link.stuckReady)"
      + " empty=\(counts.link.emptyTransfers)"
  }

  /// Writes a line to standard error.
  static func say(_ text: String) {
    var line = text + "\n"
    // SAFETY: the bytes are the line's own and last as long as the call.
    _ = line.withUTF8 { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
