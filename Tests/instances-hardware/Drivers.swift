// Every generic of the drivers as a unit uses it: Embedded Swift compiles a generic only where it is used.

public import DetectorCore
public import Devices
public import FrameProtocol
public import FrontEnd
public import GPIO
public import Journal
public import SPI
public import SerialLine

/// Reads a frame over SPI, and tells what it carries.
public func read(
  device: consuming SPIDevice, ready: consuming EdgeEvents, format: FrameFormat,
  into block: inout MutableSpan<Int32>
) throws(FrontEndError) -> Int64 {
  let link = try SPILink<SPIBus, 1_024>(
    SPIBus(device: device, ready: ready), format: format)
  var source = FrontEndSource(link)
  let header = try source.read(into: &block)
  let waiting = try source.next(into: &block, milliseconds: 0)?.sequence ?? 0
  return header.sequence + waiting + source.counts.lost + Int64(source.frame?.positionQuality ?? 0)
}

/// Reads a frame over a serial line.
public func read(
  port: consuming SerialPort, format: FrameFormat, into block: inout MutableSpan<Int32>
) throws(FrontEndError) -> Int64 {
  var source = FrontEndSource(try SerialLink<1_024>(port, format: format))
  return try source.read(into: &block).sequence
}

/// Walks the GPIO library.
public func pins(
  chip name: DeviceName, line: DeviceName, into events: inout MutableSpan<EdgeEvent>
) throws(GPIOError) -> Bool {
  let chip = try Chip(label: name)
  let other = try Chip(lineNamed: line)
  let lamp = try other.request(line: line, settings: .output, consumer: "sapper")
  try lamp.set(isActive: true)
  var edges = try EdgeEvents(chip.request(line: 0, settings: .bothEdges, consumer: "sapper"))
  let wakeup = try edges.wait(milliseconds: 1)
  let count = try edges.read(into: &events)
  lamp.close()
  return try edges.next() == nil && wakeup == .ready && count > 0
}

/// Sets a converter up and reads it.
public func convert(
  _ device: consuming SPIDevice, format: ADS131Format, into samples: inout MutableSpan<Int32>
) throws(ADS131Error) -> UInt16 {
  var converter = ADS131Device(device, format: format)
  try converter.reset()
  try converter.write(.mode, ADS131Mode.afterReset.rawValue)
  try converter.send(.lock)
  return try converter.read(.id) | converter.sample(into: &samples).rawValue
}

/// Writes what went wrong.
public func tell(
  _ gpio: GPIOError, _ front: FrontEndError, into text: inout TextBuffer<512>
) {
  gpio.write(to: &text)
  front.write(to: &text)
}
