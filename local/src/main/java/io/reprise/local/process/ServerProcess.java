package io.reprise.local.process;

import io.reprise.embedded.ForeignServer;
import java.io.IOException;
import java.util.List;

/** The process of a third-party server, such as the schema registry. Thread-safe. */
public final class ServerProcess implements PartProcess {
  private final ForeignServer server;

  /** The length of the log, in bytes, when the process had just been started. */
  private final long logStart;

  private volatile boolean ready;

  /** Takes over a server that was started a moment ago. */
  public ServerProcess(ForeignServer server) {
    this.server = server;
    this.logStart = server.log().toFile().length();
  }

  @Override
  public long pid() {
    return server.process().pid();
  }

  @Override
  public boolean isAlive() {
    return server.process().isAlive();
  }

  @Override
  public boolean isReady() {
    ready = ready || server.isReady();
    return ready;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    server.process().waitFor();
  }

  @Override
  public String whyEnded() {
    try {
      var line = LogTail.lastError(server.log(), logStart);
      return ProcessEnd.text(
          server.process().exitValue(),
          line.isPresent()
              ? line.get()
              : LogTail.lastLine(server.log(), logStart).orElse("it has written no log line"));
    } catch (IOException e) {
      return ProcessEnd.text(server.process().exitValue(), "its log cannot be read");
    }
  }

  @Override
  public List<String> lastLines(int count) {
    return LogTail.lastLinesIfReadable(server.log(), logStart, count);
  }

  @Override
  public void requestStop() {
    server.process().destroy();
  }

  @Override
  public void forceStop() {
    server.process().destroyForcibly();
  }
}
