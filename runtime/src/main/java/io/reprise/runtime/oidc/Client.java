package io.reprise.runtime.oidc;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program that asks an issuer for tokens, as the issuer knows it. Immutable.
 *
 * @param id the id that the issuer has given to the program
 * @param secret the secret that only this program has; null if it cannot keep one, as a command
 *     that people install
 */
public record Client(String id, @Nullable String secret) {
  HttpRequest request(URI endpoint, Map<String, String> form) {
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded");
    var all = new TreeMap<>(form);
    if (secret == null) {
      all.put("client_id", id);
    } else {
      // RFC 6749, 2.3.1: both parts are encoded as in a form.
      var both = encoded(id) + ":" + encoded(secret);
      var basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + basic);
    }
    return request.POST(BodyPublishers.ofString(form(all))).build();
  }

  /** Returns parameters as the query of a URL or the body of a form. */
  public static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "Client " + id;
  }
}
