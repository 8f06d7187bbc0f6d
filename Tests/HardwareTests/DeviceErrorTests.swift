import Devices
import FrontEnd
import GPIO
import Journal
import SPI
import Testing

@Suite("Errors of devices") struct DeviceErrorTests {
  @Test(
    "Without libgpiod every way to a chip says what to build",
    .enabled(if: Libgpiod.generation == 0))
  func notBuilt() {
    let words = "this program was built without libgpiod. Try: build with the trait GPIOD1"
    for text in [
      gpio { () throws(GPIOError) in _ = try Chip(path: "/dev/gpiochip0") },
      gpio { () throws(GPIOError) in _ = try Chip(label: "pinctrl-bcm2711") },
      gpio { () throws(GPIOError) in _ = try Chip(lineNamed: "GPIO25") },
    ] {
      #expect(text.contains(words), "\(text)")
    }
    #expect(Libgpiod.version == "none")
  }

  @Test("A GPIO error names operation, line, chip, cause and remedy")
  func gpioText() {
    var busy = GPIOError(.request, .busy, errorNumber: .busy, chip: "pinctrl-bcm2711")
    busy.lineName = "GPIO25"
    busy.offset = 25
    busy.consumer = "spi0 CS1"
    #expect(
      busy.description
        == "gpio: request line 'GPIO25' (offset 25) of chip 'pinctrl-bcm2711': it is in"
        + " use by 'spi0 CS1'. Try: gpioinfo shows who holds it: stop that program or driver, or choose"
        + " another line")
    let denied = GPIOError(
      .openChip, .noPermission, errorNumber: .accessDenied, chip: "/dev/gpiochip0")
    #expect(
      denied.description
        == "gpio: open '/dev/gpiochip0': no permission (EACCES 13). Try: add this user"
        + " to the group that owns the file (ls -l shows it), mostly gpio, and log in again;"
        + " a file that is root's alone needs a udev rule")
    var debounce = GPIOError(.request, .notSupported, chip: "sim")
    debounce.offset = 3
    debounce.feature = .debounce
    #expect(
      debounce.description
        == "gpio: request line 3 of chip 'sim': libgpiod 1.6 cannot do it (debounce)."
        + " Try: build with the trait GPIOD2 and libgpiod 2.x, or leave this setting out")
  }

  @Test("Every kind of GPIO error, in every operation, says what to try")
  func everyKind() {
    for rawOperation in UInt8(0)...9 {
      for rawKind in UInt8(0)...9 {
        guard let operation = GPIOError.Operation(rawValue: rawOperation),
          let kind = GPIOError.Kind(rawValue: rawKind)
        else {
          Issue.record("operations and kinds are 0 to 9")
          return
        }
        let text = GPIOError(operation, kind, chip: "chip").description
        #expect(text.hasPrefix("gpio: "))
        #expect(text.contains("'chip': ") && text.contains(". Try: "), "\(text)")
      }
    }
  }

  @Test("An SPI device that is missing, or none, is refused in words")
  func spiPaths() {
    #expect(spi("/dev/spidev99.0").contains("it is not there (ENOENT 2). Try: switch SPI on"))
    #expect(
      spi("/dev/null").hasPrefix(
        "spi: set up /dev/null: mode 1, 8 bits, 1000000 Hz: it is no device of this kind (ENOTTY 25)."
      ))
    #expect(spi(String(repeating: "x", count: 200)).contains("ENAMETOOLONG"))
  }

  @Test("SPI errors without rights, busy, and too long say what to try")
  func spiText() {
    func text(_ operation: SPIError.Operation, _ number: ErrorNumber) -> String {
      SPIError(operation, number, path: "/dev/spidev0.0").description
    }
    #expect(text(.open, .accessDenied).contains("no permission (EACCES 13). Try: add this user"))
    #expect(text(.open, .busy).contains("Try: another program or a kernel driver"))
    var long = SPIError(.transfer, .messageTooLong, path: "/dev/spidev0.0")
    long.byteCount = 8_264
    #expect(
      long.description == "spi: transfer with /dev/spidev0.0, 8264 bytes: the message is too long"
        + " (EMSGSIZE 90). Try: raise the kernel's limit: spidev.bufsiz=65536 on its command line")
    #expect(text(.transfer, ErrorNumber(77)).contains("the system refused (errno 77)"))
  }

  @Test("A name of 127 bytes is whole, a longer one remembers that it is cut and opens nothing")
  func names() {
    let whole = String(repeating: "a", count: 127)
    #expect(DeviceName(whole).description == whole)
    #expect(!DeviceName(whole).isMalformed)
    let long = DeviceName(whole + "b")
    #expect(long.isMalformed)
    #expect(long != DeviceName(whole))
    #expect(DeviceName("a\0b").isMalformed)
    #expect(DeviceName("GPIO25") == "GPIO25")
    #expect(DeviceName("GPIO2") != "GPIO25")
    #expect(DeviceName().isEmpty)
  }

  @Test("A name is given to C with its final zero")
  func namesForC() {
    var bytes: [CChar] = []
    DeviceName("ab").withCText { text in
      guard let text else { return }
      for index in 0..<3 { bytes.append(text[index]) }
    }
    #expect(bytes == [97, 98, 0])
  }

  @Test("Levels are read and set by place")
  func levels() {
    var levels = LineLevels.inactive
    levels[0] = true
    levels[63] = true
    #expect(levels.rawValue == 0x8000_0000_0000_0001)
    #expect(levels[63] && !levels[1])
    levels[0] = false
    #expect(levels.rawValue == 0x8000_0000_0000_0000)
  }

  private func gpio(_ body: () throws(GPIOError) -> Void) -> String {
    do throws(GPIOError) {
      try body()
      return "nothing was refused"
    } catch {
      return error.description
    }
  }

  private func spi(_ path: String) -> String {
    do throws(SPIError) {
      _ = try SPIDevice(
        path: DeviceName(path), settings: SPISettings(mode: .mode1, hertz: 1_000_000))
      return "nothing was refused"
    } catch {
      return error.description
    }
  }
}
