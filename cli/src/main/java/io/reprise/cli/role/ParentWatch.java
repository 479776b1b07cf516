package io.reprise.cli.role;

import io.reprise.runtime.lifecycle.ServiceRun;
import java.io.IOException;
import sun.misc.Signal;

/**
 * Stops a service when its parent, the process that started the service, has ended. The parent
 * holds the other end of the service's stdin. When the parent ends or is killed, the kernel closes
 * that end, and the service reads the end of stdin.
 *
 * <p>Ctrl-C sends SIGINT to the parent and to its children at once. The service ignores SIGINT,
 * because the parent stops its children in order.
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
        // The parent never writes to this process's stdin, so bytes that are read have no meaning.
        // Only the end of the stream has a meaning: the parent has ended.
      }
    } catch (IOException e) {
      // A broken stream also means that the parent has ended.
    }
    run.stop();
  }
}
