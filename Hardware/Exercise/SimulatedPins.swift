import Devices
import Glibc

/// The far side of a gpio-sim chip: what pulls its inputs, and what its outputs do.
struct SimulatedPins {
  /// The folder of the chip's files.
  let folder: String

  /// The pins of a chip by the kernel's name for it.
  init(chipName: DeviceName) {
    folder = "/sys/bus/gpio/devices/\(chipName)"
  }

  /// Pulls a line up or down, as a resistor outside would.
  func pull(_ offset: Int, up: Bool) {
    let path = "\(folder)/sim_gpio\(offset)/pull"
    // SAFETY: the paths end with a zero, as strings of Swift do for C; the file is closed below.
    guard let file = unsafe fopen(path, "w") else {
      print("# \(path) cannot be written: is this a gpio-sim chip?")
      return
    }
    unsafe fputs(up ? "pull-up" : "pull-down", file)
    unsafe fclose(file)
  }

  /// The level of a line, 0 or 1; -1 when it cannot be read.
  func value(_ offset: Int) -> Int {
    read("\(folder)/sim_gpio\(offset)/value").flatMap { Int($0) } ?? -1
  }

  /// Which way a line is pulled.
  func pull(of offset: Int) -> String {
    read("\(folder)/sim_gpio\(offset)/pull") ?? ""
  }

  private func read(_ path: String) -> String? {
    // SAFETY: the path ends with a zero, as a string of Swift does for C; the file is closed below.
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var text = ""
    while true {
      let byte = unsafe fgetc(file)
      if byte == EOF || byte == 10 { return text }
      text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: byte)))
    }
  }
}

/// Waits so long, for the kernel to tell what a pull did.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
