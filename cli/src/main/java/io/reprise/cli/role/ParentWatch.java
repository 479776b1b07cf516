package io.reprise.cli.role;

import io.reprise.runtime.lifecycle.ServiceRun;
import java.io.IOException;
import sun.misc.Signal;

/**
 * Ends this process with the one that started it: the parent holds the other end of stdin, and the
 * kernel closes that end however the parent dies. Ctrl-C reaches the whole process group, so it is
 * left to the parent, which stops its children in order.
 */
final class ParentWatch {
  private ParentWatch() {}

  static void start(ServiceRun run) {
    Signal.handle(new Signal("INT"), signal -> {});
    var thread = new Thread(() -> awaitEnd(run), "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitEnd(ServiceRun run) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent: only the end matters.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    run.stop();
  }
}
