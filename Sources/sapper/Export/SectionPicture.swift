import DetectorCore
import Recording

/// A section as a picture: colours symmetric about zero, with axes of distance, time and depth.
struct SectionPicture {
  /// How numbers are coloured.
  enum Palette: String, CaseIterable {
    /// Black is the strongest negative, white the strongest positive.
    case grey
    /// Blue is negative, red is positive, white is zero.
    case seismic
  }

  /// What the axes are made from; what is 0 or nil leaves its axis out.
  struct Axes {
    /// Distance between traces, micrometres; 0 counts traces.
    var spacingMicrometres: Int64 = 0
    /// Time between samples, femtoseconds.
    var intervalFemtoseconds: Int64
    /// Sample at which time starts, 256ths.
    var timeZeroQ8: Int64 = 0
    /// Depth of a sample, micrometres under the surface: sample of the surface and speed in µm/ns.
    var surface: (sample: Int64, speedMicrometresPerNanosecond: Int64)?
  }

  /// Part of the samples that the colours span; the rest stands at their ends.
  private static let spannedPermille = 990
  private static let levels = 251
  private static let paper: UInt8 = 251
  private static let ink: UInt8 = 252
  private static let margin = (left: 64, top: 22, right: 64, bottom: 40)

  private let picture: RadarPicture
  private let axes: Axes
  private let zoom: (across: Int, down: Int)
  private let width: Int
  private let height: Int
  private var pixels: [UInt8]

  /// The magnitude that the ends of the colours stand for.
  let span: Int32

  /// Lays out a picture.
  init(_ picture: RadarPicture, axes: Axes) {
    precondition(picture.columns > 0 && picture.rows > 0, "something to draw")
    self.picture = picture
    self.axes = axes
    zoom = (max(1, min(8, 960 / picture.columns)), max(1, min(8, 480 / picture.rows)))
    width = picture.columns * zoom.across + Self.margin.left + Self.margin.right
    height = picture.rows * zoom.down + Self.margin.top + Self.margin.bottom
    pixels = [UInt8](repeating: Self.paper, count: width * height)
    var magnitudes = picture.cells.map(\.magnitude)
    magnitudes.sort()
    span = Int32(
      clamping: max(1, magnitudes[(magnitudes.count - 1) * Self.spannedPermille / 1_000]))
  }

  /// Draws it.
  mutating func bytes(palette: Palette, description: String) -> [UInt8] {
    drawCells()
    drawFrame()
    drawDistance()
    drawTime()
    drawDepth()
    let caption = "colours span -\(span) to +\(span)"
    write(caption, x: (inner.left + inner.right - DotLetters.width(caption)) / 2, y: 7)
    return PNGFile.bytes(
      width: width, height: height, pixels: pixels, palette: Self.colours(palette),
      description: description)
  }

  private var inner: (left: Int, top: Int, right: Int, bottom: Int) {
    (
      Self.margin.left, Self.margin.top, width - Self.margin.right - 1,
      height - Self.margin.bottom - 1
    )
  }

  private mutating func drawCells() {
    let half = Int64(Self.levels / 2)
    for row in 0..<picture.rows {
      let top = inner.top + row * zoom.down
      for column in 0..<picture.columns {
        let value = Int64(picture.cells[column * picture.rows + row])
        let level = value * half / Int64(span)
        let colour = UInt8(half + max(-half, min(half, level)))
        let start = top * width + inner.left + column * zoom.across
        for pixel in start..<(start + zoom.across) { pixels[pixel] = colour }
      }
      for copy in 1..<max(zoom.down, 1) {
        for x in inner.left...inner.right {
          pixels[(top + copy) * width + x] = pixels[top * width + x]
        }
      }
    }
  }

  private mutating func drawFrame() {
    for x in (inner.left - 1)...(inner.right + 1) {
      dot(x, inner.top - 1)
      dot(x, inner.bottom + 1)
    }
    for y in (inner.top - 1)...(inner.bottom + 1) {
      dot(inner.left - 1, y)
      dot(inner.right + 1, y)
    }
  }

  private mutating func drawDistance() {
    let perColumn = picture.tracesPerColumn
    let unit = axes.spacingMicrometres > 0 ? axes.spacingMicrometres : 1_000_000
    let length = Int64(picture.columns) * perColumn * unit
    let name = axes.spacingMicrometres > 0 ? "distance (m)" : "trace"
    for tick in Self.ticks(from: 0, to: length, atMost: max(2, (inner.right - inner.left) / 70)) {
      let x = inner.left + Int(tick * Int64(picture.columns * zoom.across) / max(length, 1))
      for y in 1...4 { dot(min(x, inner.right), inner.bottom + 1 + y) }
      let label = Text.trimmed(tick, decimals: 6)
      write(label, x: x - DotLetters.width(label) / 2, y: inner.bottom + 9)
    }
    let middle = (inner.left + inner.right - DotLetters.width(name)) / 2
    write(name, x: middle, y: inner.bottom + 24)
  }

  private mutating func drawTime() {
    write("time (ns)", x: 4, y: 7)
    let interval = axes.intervalFemtoseconds
    let start = -axes.timeZeroQ8 * interval / 256
    drawScale(
      from: start, to: start + Int64(picture.samplesPerTrace) * interval, onLeft: true)
  }

  private mutating func drawDepth() {
    guard let surface = axes.surface else { return }
    let name = "depth (m)"
    write(name, x: width - DotLetters.width(name) - 4, y: 7)
    // µm of one sample, times 2^16: v·t/2.
    let speed = surface.speedMicrometresPerNanosecond
    func depth(_ sample: Int64) -> Int64 {
      (sample - surface.sample) * axes.intervalFemtoseconds / 1_000 * speed / 2_000
    }
    drawScale(from: depth(0), to: depth(Int64(picture.samplesPerTrace)), onLeft: false)
  }

  /// Ticks down one side; figures are millionths.
  private mutating func drawScale(from start: Int64, to end: Int64, onLeft: Bool) {
    guard end > start else { return }
    let tall = Int64(picture.rows * zoom.down)
    for tick in Self.ticks(
      from: max(start, onLeft ? start : 0), to: end, atMost: max(2, Int(tall) / 40))
    {
      let y = inner.top + Int(Int128(tick - start) * Int128(tall) / Int128(end - start))
      guard y <= inner.bottom else { continue }
      let label = Text.trimmed(tick, decimals: 6)
      for x in 1...4 { dot(onLeft ? inner.left - 1 - x : inner.right + 1 + x, y) }
      let x = onLeft ? inner.left - 8 - DotLetters.width(label) : inner.right + 9
      write(label, x: x, y: y - DotLetters.height / 2)
    }
  }

  /// Round figures (1, 2 or 5 and zeros) within a range of millionths.
  static func ticks(from start: Int64, to end: Int64, atMost count: Int) -> [Int64] {
    guard end > start, count > 0 else { return [] }
    var step: Int64 = 1
    var factors: [Int64] = [2, 5, 10]
    var decade: Int64 = 1
    while (end - start) / step > Int64(count) {
      step = decade * factors.removeFirst()
      if factors.isEmpty {
        decade *= 10
        factors = [2, 5, 10]
      }
    }
    let first = start / step * step
    return stride(from: first < start ? first + step : first, through: end, by: Int(step)).map {
      $0
    }
  }

  private mutating func write(_ text: String, x: Int, y: Int) {
    for (index, letter) in text.utf8.enumerated() {
      for row in 0..<DotLetters.height {
        for column in 0..<5 where DotLetters.isDot(letter, column: column, row: row) {
          dot(x + index * DotLetters.advance + column, y + row)
        }
      }
    }
  }

  private mutating func dot(_ x: Int, _ y: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    pixels[y * width + x] = Self.ink
  }

  private static func colours(_ palette: Palette) -> [PNGFile.Colour] {
    let half = levels / 2
    var colours = (0..<levels).map { level -> PNGFile.Colour in
      guard palette == .seismic else {
        let grey = UInt8(level * 255 / (levels - 1))
        return PNGFile.Colour(red: grey, green: grey, blue: grey)
      }
      let strength = abs(level - half) * 255 / half
      let faint = UInt8(255 - min(255, strength))
      let deep = UInt8(255 - max(0, strength - 170))
      return level < half
        ? PNGFile.Colour(red: faint, green: faint, blue: deep)
        : PNGFile.Colour(red: deep, green: faint, blue: faint)
    }
    colours.append(PNGFile.Colour(red: 255, green: 255, blue: 255))
    colours.append(PNGFile.Colour(red: 20, green: 20, blue: 20))
    return colours
  }
}
