import DetectorCore
import Foundation
import Recording
import Testing

@Suite("Byte sources")
struct ByteSourceTests {
  /// Kibibytes of memory that the process holds now.
  private static func residentKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
    return try #require(Int(line.split(whereSeparator: { !$0.isNumber })[0]))
  }

  @Test("A position is read wherever it lies, and fewer bytes mean the end of the file")
  func positions() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write((0..<100).map { UInt8($0) }, as: "bytes")
    let source = try ByteSource(path: path)
    #expect(source.byteCount == 100)
    #expect(try source.bytes(at: 90, count: 5) == [90, 91, 92, 93, 94])
    #expect(try source.bytes(at: 0, count: 2) == [0, 1])
    #expect(try source.bytes(at: 98, count: 10) == [98, 99])
    #expect(try source.bytes(at: 100, count: 10).isEmpty)
    #expect(try source.bytes(at: 1 << 40, count: 10).isEmpty)
  }

  @Test("A file of 4 GiB opens and reads at both ends with a few MiB of memory")
  func sparseFile() async {
    // In a process of its own: other tests take memory in this one meanwhile.
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let header = Array(DZTBuilder().build().prefix(1_024))
      let path = try folder.write(header, as: "large.DZT")
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.truncate(atOffset: 4 << 30)
      try handle.close()
      let before = try ByteSourceTests.residentKibibytes()
      var file = try DZTFile(path: path)
      let traces: Int64 = ((4 << 30) - 1_024) / 128
      #expect(file.traceCount == traces)
      #expect(file.warns(of: "scan counter"))
      var block = [Int32](repeating: 0, count: 64 * 1_000)
      for _ in 0..<5 {
        var span = block.mutableSpan
        #expect(try file.read(into: &span).count == 1_000)
      }
      #expect(try ByteSourceTests.residentKibibytes() - before < 16_384)
    }
  }

  @Test("Directories, missing files and empty files are refused with what was found")
  func refusals() throws {
    let folder = try TemporaryFolder()
    func refusal(_ path: String) -> RecordingError? {
      do throws(RecordingError) {
        _ = try ByteSource(path: path)
        return nil
      } catch {
        return error
      }
    }
    let directory = try #require(refusal(folder.path))
    #expect(directory.kind == .unreadable)
    #expect(directory.found == "a directory (errno 21)")
    let missing = try #require(refusal(folder.path + "/none"))
    #expect(missing.kind == .unreadable)
    #expect(missing.file == folder.path + "/none")
    #expect(missing.found.hasPrefix("errno 2 ("))
    let empty = try #require(refusal(try folder.write([UInt8](), as: "empty")))
    #expect(empty.kind == .refused)
    #expect(empty.found == "0 bytes")
  }

  @Test("A named pipe is read as it fills, and gives what the file would")
  func namedPipe() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe.DZT"
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = DZTBuilder(scans: 5_000).build()
    let writer = Thread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      for start in stride(from: 0, to: bytes.count, by: 10_007) {
        handle.write(Data(bytes[start..<min(bytes.count, start + 10_007)]))
      }
      try? handle.close()
    }
    writer.start()
    var stream = try DZTFile(path: path)
    #expect(stream.traceCount == nil)
    var file = try DZTFile(source: ByteSource(bytes: bytes, name: "pipe.DZT"))
    #expect(try DrainedRadar(&stream).samples == DrainedRadar(&file).samples)
  }

  @Test("A pipe keeps what was not let go, skips what was, and gives no more than is at hand")
  func window() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let source = ByteSource(bytes: bytes, name: "pipe", asStream: true)
    #expect(source.byteCount == nil)
    #expect(try source.bytes(at: 1_000, count: 3) == Array(bytes[1_000..<1_003]))
    #expect(try source.bytes(at: 0, count: 3) == Array(bytes[0..<3]))
    source.discard(before: 200_000)
    #expect(try source.bytes(at: 200_000, count: 70_000) == Array(bytes[200_000..<270_000]))
    source.discard(before: 290_000)
    var target = [UInt8](repeating: 0, count: 100_000)
    var span = target.mutableSpan
    #expect(try source.read(at: 290_000, count: 100_000, into: &span, minimum: 10) == 10_000)
    #expect(try source.bytes(at: 400_000, count: 10).isEmpty)
  }

  @Test("A look further ahead into a pipe than the window is refused, not held")
  func windowLimit() throws {
    let source = ByteSource(bytes: [1, 2, 3], name: "pipe", asStream: true)
    #expect(throws: RecordingError.self) {
      try source.bytes(at: Int64(ByteSource.windowLimit), count: 1)
    }
  }

  @Test("A file that becomes shorter while it is read is an error, not an early end")
  func shrinkingFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(DZTBuilder().build(), as: "shrinks.DZT")
    var file = try DZTFile(path: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 5_000)
    try handle.close()
    #expect(throws: RecordingError.self) { _ = try DrainedRadar(&file) }
  }
}
