public import Devices
public import GPIO
public import Journal
public import SPI
public import SerialLine

/// What goes wrong with a front end as a device; damaged and lost frames are counted, not thrown.
public enum FrontEndError: ErrorText, Equatable, Sendable {
  /// The data-ready line.
  case gpio(GPIOError)
  /// The SPI device.
  case spi(SPIError)
  /// The serial line.
  case serial(SerialError)
  /// No good frame came for so long; `damaged` came that were no good.
  case silent(milliseconds: Int32, damaged: Int64)
  /// The buffer of a link is shorter than a frame.
  case capacity(have: Int, need: Int)

  /// Writes the line: what was tried, what happened, what to do about it.
  public func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    switch self {
    case .gpio(let error): error.write(to: &sink)
    case .spi(let error): error.write(to: &sink)
    case .serial(let error): error.write(to: &sink)
    case .silent(let milliseconds, let damaged):
      sink.append("front end: no frame for ")
      sink.append(integer: Int64(milliseconds))
      sink.append(" ms")
      guard damaged > 0 else {
        sink.append(". Try: check its power and the cable; sapper-unit probe shows the lines")
        return
      }
      sink.append(", ")
      sink.append(integer: damaged)
      sink.append(" damaged ones. Try: compare kind, channels, sample bytes and SPI mode on both ")
      sink.append("sides, then lower the clock")
    case .capacity(let have, let need):
      sink.append("front end: the buffer holds ")
      sink.append(integer: Int64(have))
      sink.append(" bytes, a frame of this format has ")
      sink.append(integer: Int64(need))
      sink.append(". Try: fewer channels, or two bytes a number")
    }
  }
}

#if !hasFeature(Embedded)
  extension FrontEndError: CustomStringConvertible {}
#endif
