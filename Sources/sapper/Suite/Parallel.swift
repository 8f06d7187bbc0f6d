import Foundation
import Synchronization

/// Independent pieces of work on all cores.
enum Parallel {
  /// Stack of a thread that runs a chain, as on the thread that works.
  private static let stackBytes = 67_108_864

  /// Results of `body` for 0 …< count, in that order whatever the cores do.
  ///
  /// `done` is told on the calling thread how many are finished.
  static func map<Result: Sendable>(
    _ count: Int, done: (Int) -> Void, body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let state = Shared<Result>(count: count)
    let workers = min(count, max(1, ProcessInfo.processInfo.activeProcessorCount))
    for _ in 0..<workers {
      let thread = Thread {
        while let index = state.next() { state.store(body(index), at: index) }
      }
      thread.stackSize = stackBytes
      thread.start()
    }
    while true {
      let finished = state.finished
      done(finished)
      guard finished < count else { return state.results }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// What the threads share.
  private final class Shared<Result: Sendable>: Sendable {
    private struct Progress: Sendable {
      var next = 0
      var finished = 0
      var results: [Result?]
    }

    private let progress: Mutex<Progress>
    private let count: Int

    init(count: Int) {
      self.count = count
      progress = Mutex(Progress(results: [Result?](repeating: nil, count: count)))
    }

    func next() -> Int? {
      progress.withLock { state in
        guard state.next < count else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func store(_ result: Result, at index: Int) {
      progress.withLock { state in
        state.results[index] = result
        state.finished += 1
      }
    }

    var finished: Int { progress.withLock { $0.finished } }
    var results: [Result] { progress.withLock { $0.results.compactMap { $0 } } }
  }
}
