import ArgumentParser
import FilterDesign
import Foundation
import Recording

/// Designs filters for the core.
struct DesignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "design",
    abstract: "Design a filter, and say what Q15 or Q31 makes of it.",
    discussion: """
      Prints the coefficients as the core and CMSIS-DSP take them (feedback is added), how far \
      rounding moved the poles, what it did to the response, and a plot.
      """,
    subcommands: [DesignButterworthCommand.self, DesignSincCommand.self])
}

/// What every design is asked for.
struct DesignOptions: ParsableArguments {
  /// The numbers of a filter, by name.
  enum Numbers: String, CaseIterable, ExpressibleByArgument {
    case q15, q31
  }

  @Option(help: "Lower edge of the pass band; alone it makes a high-pass.")
  var passFrom: Double?

  @Option(help: "Upper edge of the pass band; alone it makes a low-pass.")
  var passTo: Double?

  @Option(help: "Samples a second; edges are in hertz then, else in cycles a sample.")
  var rate: Double?

  @Option(help: "Numbers to run in.")
  var format = Numbers.q31

  @Option(help: "Decibels that the plot shows below 0, 10 to 200.")
  var range = 80

  @Flag(help: "Draw with ASCII only.")
  var ascii = false

  @Option(help: "Write the response as an SVG picture too.")
  var svg: String?

  func validate() throws {
    guard passFrom != nil || passTo != nil else {
      throw ValidationError(
        "Give --pass-to for a low-pass, --pass-from for a high-pass, both for a band-pass.")
    }
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate: found \(rate), expected a number above 0 in hertz.")
    }
    guard (10...200).contains(range) else {
      throw ValidationError("--range: found \(range), expected 10 to 200 dB.")
    }
    if svg?.isEmpty ?? false { throw ValidationError("--svg needs a path.") }
  }

  /// The edges in cycles a sample.
  var band: PassBand {
    let scale = rate ?? 1
    switch (passFrom, passTo) {
    case (let from?, let to?): return .band(from: from / scale, to: to / scale)
    case (let from?, nil): return .high(from: from / scale)
    case (nil, let to): return .low(to: (to ?? 0) / scale)
    }
  }

  /// The numbers to run in.
  var fixedFormat: FixedFormat { format == .q15 ? .q15 : .q31 }

  /// Writes the picture if it is asked for, then the page.
  func show(_ filter: DesignedFilter) throws(RecordingError) {
    if let svg {
      var output = try ByteOutput.file(
        at: svg, heldBytes: ByteOutput.blockBytes, replacingOnly: DesignPicture.opening)
      try output.write(DesignPicture(filter: filter, floor: -range).bytes)
      try output.finish()
    }
    let environment = ProcessInfo.processInfo.environment
    let style = WatchStyle { environment[$0] }
    let page = DesignPage(filter: filter, floor: -range, unicode: style.unicode && !ascii)
    try ByteOutput.print(page.text)
  }

  /// Turns what a design refuses into what every command refuses.
  static func refused(_ error: DesignError) -> RecordingError {
    RecordingError(
      .refused, file: "design", field: error.field, found: error.found, expected: error.expected,
      advice: error.advice)
  }
}

/// Designs Butterworth filters.
struct DesignButterworthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "butterworth",
    abstract: "Second-order sections: flat in the pass band, half the power at each edge.")

  @Option(help: "Order, 1 to 16; a band-pass has twice as many poles.")
  var order = 4

  @OptionGroup var options: DesignOptions

  func run() throws(RecordingError) {
    let filter: DesignedFilter
    do throws(DesignError) {
      filter = try DesignedFilter.butterworth(
        order: order, band: options.band, rate: options.rate, format: options.fixedFormat)
    } catch { throw DesignOptions.refused(error) }
    try options.show(filter)
  }
}

/// Designs windowed-sinc filters.
struct DesignSincCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinc",
    abstract: "FIR taps: linear phase, half the amplitude at each edge.",
    discussion: """
      Either --taps with a --window, or --attenuation with a --transition, from which a Kaiser \
      window and the number of taps follow.
      """)

  /// Windows by name.
  enum Taper: String, CaseIterable, ExpressibleByArgument {
    case rectangular, hann, hamming, blackman, kaiser
  }

  @Option(help: "Taps, 1 to 4095; odd for a high-pass.")
  var taps: Int?

  @Option(help: "Window; hamming unless given.")
  var window: Taper?

  @Option(help: "Shape of the Kaiser window, 0 to 40.")
  var shape: Double?

  @Option(help: "Attenuation of the stop band, dB, for a Kaiser window.")
  var attenuation: Double?

  @Option(help: "Width from pass band to stop band, in the unit of the edges.")
  var transition: Double?

  @OptionGroup var options: DesignOptions

  func validate() throws {
    let derived = attenuation != nil || transition != nil
    guard derived != (taps != nil) else {
      throw ValidationError("Give either --taps, or --attenuation and --transition.")
    }
    if derived {
      guard attenuation != nil && transition != nil else {
        throw ValidationError("--attenuation and --transition belong together.")
      }
      guard window ?? .kaiser == .kaiser && shape == nil else {
        throw ValidationError("--attenuation derives a Kaiser window and its shape itself.")
      }
    } else {
      guard (window == .kaiser) == (shape != nil) else {
        throw ValidationError("--shape belongs to --window kaiser, which needs it.")
      }
    }
  }

  func run() throws(RecordingError) {
    let filter: DesignedFilter
    do throws(DesignError) {
      let (chosen, count) = try choice()
      filter = try DesignedFilter.sinc(
        count: count, band: options.band, window: chosen, rate: options.rate,
        format: options.fixedFormat)
    } catch { throw DesignOptions.refused(error) }
    try options.show(filter)
  }

  private func choice() throws(DesignError) -> (Window, Int) {
    if let attenuation, let transition {
      return try Window.kaiser(
        attenuationDecibels: attenuation, transition: transition / (options.rate ?? 1))
    }
    let chosen: Window =
      switch window ?? .hamming {
      case .rectangular: .rectangular
      case .hann: .hann
      case .hamming: .hamming
      case .blackman: .blackman
      case .kaiser: .kaiser(shape: shape ?? 0)
      }
    return (chosen, taps ?? 0)
  }
}
