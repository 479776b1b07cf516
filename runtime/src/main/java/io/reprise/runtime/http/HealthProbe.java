package io.reprise.runtime.http;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service in the same container whether it is alive. This is the health check of the
 * image, which has no shell and no curl. Needs no library, so that it starts fast.
 */
public final class HealthProbe {
  private static final String PORT = "REPRISE_HTTP_PORT";
  private static final int LIMIT_MILLIS = 4_000;

  private HealthProbe() {}

  /**
   * Sends {@code GET /health/live} to 127.0.0.1 and the port in the environment variable {@code
   * REPRISE_HTTP_PORT}, and ends the process: with exit code 0 if the answer is 200 within about 4
   * s, otherwise with 1 and the reason on stderr. Tries HTTP first, then HTTPS.
   *
   * @param arguments not used
   */
  public static void main(String[] arguments) {
    System.exit(check(System.getenv(PORT)) ? 0 : 1);
  }

  /**
   * Returns whether the service answers 200. Prints the reason on stderr if it does not.
   *
   * @param port the port of the service on 127.0.0.1, in decimal
   */
  static boolean check(@Nullable String port) {
    var rest = "://127.0.0.1:" + port + "/health/live";
    try {
      return isAlive("http" + rest);
    } catch (IOException | IllegalArgumentException plain) {
      try {
        return isAlive("https" + rest);
      } catch (IOException | IllegalArgumentException encrypted) {
        System.err.println(
            "service did not answer on 127.0.0.1 and the port in %s, which is %s: HTTP: %s, HTTPS: %s"
                .formatted(PORT, port, plain.getMessage(), encrypted.getMessage()));
        return false;
      }
    }
  }

  private static boolean isAlive(String address) throws IOException {
    var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    if (connection instanceof HttpsURLConnection https) {
      // The probe sends no secret and goes to this machine only. The certificate is for the name by
      // which others call the service, so it cannot be checked here.
      https.setSSLSocketFactory(anyCertificate().getSocketFactory());
      https.setHostnameVerifier((host, session) -> true);
    }
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      System.err.println(address + " answered " + status);
    }
    return status == HttpURLConnection.HTTP_OK;
  }

  private static SSLContext anyCertificate() throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAny()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS: " + e.getMessage(), e);
    }
  }

  private static final class TrustAny implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
