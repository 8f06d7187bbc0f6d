import Glibc

/// Reads lines from a pipe and feeds a live view, which is redrawn while the pipe is silent.
enum WatchInput {
  /// Milliseconds that a read waits before the view is redrawn.
  private static let waitMilliseconds: Int32 = 250
  private static let chunkBytes = 65_536

  /// Follows a descriptor to its end.
  static func follow(_ descriptor: Int32 = STDIN_FILENO, session: inout WatchSession) {
    var lines = LineSplitter()
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, waitMilliseconds)
      session.refreshWhenDue()
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      // SAFETY: the array lends its storage for the call, which writes no more than its count.
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count > 0 else { break }
      for line in lines.push(chunk[..<count]) { session.take(line: line) }
    }
    if let last = lines.rest { session.take(line: last) }
    session.refresh()
  }
}

/// Cuts bytes into lines, whatever pieces they come in; a line beyond the bound is cut short, so
/// that it is not understood instead of filling the memory.
struct LineSplitter {
  private var partial: [UInt8] = []

  /// Takes bytes and gives the lines that they end, blank ones left out.
  mutating func push(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if !partial.isEmpty { lines.append(partial) }
        partial.removeAll(keepingCapacity: true)
      } else if partial.count <= WatchLine.bytesMax, byte != UInt8(ascii: "\r") {
        partial.append(byte)
      }
    }
    return lines
  }

  /// What came after the last line's end, if anything.
  var rest: [UInt8]? { partial.isEmpty ? nil : partial }
}
