package io.reprise.ingest.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loopback TCP relay whose answers can be swallowed: requests arrive, and nobody hears of it. */
final class QuietRelay implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile boolean quiet;

  QuietRelay(int port, int target) throws IOException {
    this.door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    start(this::accept);
  }

  void swallowAnswers() {
    quiet = true;
  }

  /** Answers again, on new connections: on the old ones bytes are missing. */
  void answerAgain() {
    quiet = false;
    open.forEach(QuietRelay::closeQuietly);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        start(() -> pump(client, server, false));
        start(() -> pump(server, client, true));
      } catch (IOException e) {
        // The door was closed, or the server is not up: the client will knock again.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      copy(from.getInputStream(), to.getOutputStream(), answers);
    } catch (IOException e) {
      // One end hung up; the other does now.
    }
  }

  private void copy(InputStream in, OutputStream out, boolean answers) throws IOException {
    var bytes = new byte[64 << 10];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      if (!(answers && quiet)) {
        out.write(bytes, 0, n);
      }
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closeQuietly(door);
    open.forEach(QuietRelay::closeQuietly);
  }
}
