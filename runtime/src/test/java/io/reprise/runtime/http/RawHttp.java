package io.reprise.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends bytes to a server as they are, which no HTTP client would do. */
final class RawHttp {
  /**
   * What a server answered.
   *
   * @param text all bytes until the connection was closed or nothing more came
   * @param isClosed whether the server has closed the connection
   */
  record Answer(String text, boolean isClosed) {
    /** The status of the first answer; 0 if there is none. */
    int status() {
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    boolean hasHeader(String line) {
      return text.lines().takeWhile(l -> !l.isEmpty()).anyMatch(line::equalsIgnoreCase);
    }
  }

  private RawHttp() {}

  /** Sends a request and reads until the server closes the connection or is quiet for a time. */
  static Answer send(int port, String request, int quietMillis) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket, quietMillis);
    }
  }

  static Answer read(Socket socket, int quietMillis) throws IOException {
    return read(socket, quietMillis, quietMillis);
  }

  /** Waits for an answer, up to a minute, then reads until the server is quiet for a time. */
  static Answer await(Socket socket, int quietMillis) throws IOException {
    return read(socket, 60_000, quietMillis);
  }

  private static Answer read(Socket socket, int firstMillis, int quietMillis) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    socket.setSoTimeout(firstMillis);
    try {
      int read = socket.getInputStream().read(buffer);
      socket.setSoTimeout(quietMillis);
      while (read > 0) {
        all.write(buffer, 0, read);
        read = socket.getInputStream().read(buffer);
      }
      return new Answer(all.toString(StandardCharsets.UTF_8), true);
    } catch (SocketTimeoutException e) {
      return new Answer(all.toString(StandardCharsets.UTF_8), false);
    }
  }
}
