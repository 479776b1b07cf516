package io.reprise.runtime.http;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * Configures where a service listens and how long a request body may be.
 *
 * @param host address to listen on. The default is loopback, so that no other machine can connect
 *     unless the configuration allows it
 * @param port port to listen on; 0, the default, takes any free port
 * @param maxBody highest size of a request body; 8 MiB by default. The server answers a request
 *     with a longer body with status 413
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
