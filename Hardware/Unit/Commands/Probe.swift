import Devices
import GPIO
import Journal

/// Lists chips, lines and devices, and says what to fix.
enum Probe {
  /// Runs the probe; answers the exit status.
  static func run(_ arguments: Arguments) -> Int32 {
    var index: UInt32 = 0
    while let path = Chip.path(at: index) {
      index += 1
      do throws(GPIOError) {
        let chip = try Chip(path: path)
        var text = TextBuffer<512>()
        text.append(name: path)
        text.append("  ")
        text.append(name: chip.information.label)
        text.append("\n")
        Console.write(text)
      } catch {
        Console.say(error)
      }
    }
    return UnitProgram.Status.done
  }
}
