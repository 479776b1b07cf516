package io.reprise.runtime.http;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * Where a service listens.
 *
 * @param host loopback when left out: other machines can connect only where someone says so
 * @param port 0, or left out, for any free one
 * @param maxBody a longer request body is answered 413; 8 MiB when left out
 */
public record HttpConfig(
    @ConfigKey(
            "The address to listen on; other machines can connect only if it is not a loopback"
                + " address.")
        String host,
    @ConfigKey(
            value =
                "The port to listen on. 0 takes any free port, and so does an http section that names no port.",
            range = "0 to 65535")
        int port,
    @ConfigKey("The longest request body; a longer one is answered with status 413.")
        ByteSize maxBody) {
  private static final ByteSize DEFAULT_MAX_BODY = ByteSize.ofMiB(8);

  public HttpConfig(@Nullable String host, int port, @Nullable ByteSize maxBody) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ": give one from 0 to 65535");
    }
    this.host = host == null || host.isBlank() ? "127.0.0.1" : host;
    this.port = port;
    this.maxBody = maxBody == null ? DEFAULT_MAX_BODY : maxBody;
  }

  public HttpConfig(String host, int port) {
    this(host, port, null);
  }
}
