package io.reprise.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Address;
import io.reprise.cli.context.SecurityFiles;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.tls.CertifiedKey;
import io.reprise.runtime.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests to a service that has one or more addresses. Before each request, {@link
 * AddressProbe} finds an address that answers, so a process that hangs delays the request by only
 * 100 ms.
 *
 * <p>If an address refuses the connection, the request is sent to the next address. After any other
 * failure the service may have carried out the request, so the request is not repeated. There is
 * one exception: a GET is repeated at the next address if the connection was closed without an
 * answer.
 *
 * <p>If a request that may have an effect is sent and not answered, the failure has the exit code
 * {@link ExitCode#OUTCOME_UNKNOWN}: check before a retry. A GET without an answer is safe to retry.
 *
 * <p>Thread-safe. Every failure is a {@link CommandFailure} with an exit code.
 */
public final class ServiceClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /**
   * Every Reprise service begins its error message with this text if it has no route for a request.
   */
  private static final String NO_ROUTE = "nothing is at ";

  private final HttpClient http;
  private final AddressProbe probe;
  private final String service;
  private final List<URI> addresses;

  /** Says in an error message where the addresses were found; empty if they are an option. */
  private final String source;

  /** Has the token to send; null to send none. */
  private final @Nullable Supplier<String> token;

  /**
   * Creates a client of one service.
   *
   * @param service the name of the service in error messages
   * @param addresses base URLs of the service, in the order in which they are tried
   */
  public ServiceClient(String service, List<URI> addresses) {
    this(service, addresses, "", SecurityFiles.NONE);
  }

  /**
   * Creates a client of one service.
   *
   * @param service the name of the service in error messages
   * @param address base URLs of the service, in the order in which they are tried, and the files of
   *     the token or certificate to send and of the authorities to trust
   * @throws CommandFailure if a file cannot be read, or its content is not valid
   */
  public ServiceClient(String service, Address address) {
    this(service, address.urls(), address.inSentence(), address.files());
  }

  private ServiceClient(String service, List<URI> addresses, String source, SecurityFiles files) {
    this.service = service;
    this.addresses = List.copyOf(addresses);
    this.source = source;
    var tokenFile = files.token();
    this.token = tokenFile == null ? null : TokenFile.tokens(tokenFile);
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .sslContext(tls(files))
            .build();
    this.probe = new AddressProbe(http);
  }

  /** A file that was given is read at once, so that an error names it before a request is sent. */
  private static SSLContext tls(SecurityFiles files) {
    var authorities = files.ca();
    var certificate = files.certificate();
    var key = files.key();
    if ((certificate == null) != (key == null)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is given without its %s: give --certificate-file and --key-file together"
              .formatted(
                  certificate == null ? key : certificate,
                  certificate == null ? "certificate" : "private key"));
    }
    try {
      if (certificate != null && key != null) {
        var own = CertifiedKey.read(certificate, key);
        return ClientTls.context(authorities, () -> own);
      }
      return authorities == null
          ? new DeferredTls(() -> ClientTls.context(null))
          : ClientTls.context(authorities);
    } catch (ConfigException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Sends one request and returns the JSON of the response. */
  public JsonNode json(String method, String path, String body, Duration limit) {
    return json(method, path, body, limit, "application/json");
  }

  /**
   * Sends one request whose body has the given content type, and returns the JSON of the response.
   */
  public JsonNode json(
      String method, String path, String body, Duration limit, String contentType) {
    return json(method, path, body, limit, contentType, problem -> false);
  }

  /**
   * Sends one request whose body has the given content type, and returns the JSON of the response.
   *
   * @param isAnswer called with the problem document of a failed request. If it returns true, the
   *     document is returned to the caller; otherwise the failure is thrown as a {@link
   *     CommandFailure}
   */
  public JsonNode json(
      String method,
      String path,
      String body,
      Duration limit,
      String contentType,
      Predicate<JsonNode> isAnswer) {
    var answer = send(path, request(method, body, limit, contentType), BodyHandlers.ofString());
    if (answer.statusCode() < 400) {
      return parse(answer.body());
    }
    var failure = failure(answer, answer.body(), path);
    try {
      var problem = Json.json().readTree(answer.body());
      if (isAnswer.test(problem)) {
        return problem;
      }
    } catch (JsonProcessingException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  /**
   * Opens a stream of server-sent events and returns its lines as they arrive. The caller closes
   * the stream.
   */
  public Stream<String> events(String path) {
    var request = HttpRequest.newBuilder().header("Accept", "text/event-stream");
    var answer = send(path, request, BodyHandlers.ofLines());
    if (answer.statusCode() >= 400) {
      try (var lines = answer.body()) {
        throw failure(answer, String.join("\n", lines.toList()), path);
      }
    }
    return answer.body();
  }

  /**
   * Sends one request and returns the lines of the response as they arrive. The caller closes the
   * returned stream.
   */
  public Stream<String> lines(String method, String path, String body, Duration limit) {
    var request = request(method, body, limit, "application/json");
    var answer = send(path, request, BodyHandlers.ofLines());
    if (answer.statusCode() >= 400) {
      try (var lines = answer.body()) {
        throw failure(answer, String.join("\n", lines.toList()), path);
      }
    }
    return answer.body();
  }

  /**
   * Sends one request whose response is one JSON object per line. Each object has a single member:
   * its name is the kind of the line, and its value is the content.
   *
   * @param each called with the kind and the content of every line of the response except the
   *     summary
   * @return the content of the line of kind {@code summary}
   * @throws CommandFailure if the response has a line of kind {@code problem}, or has no summary
   */
  public JsonNode summary(
      String method, String path, String body, Duration limit, BiConsumer<String, JsonNode> each) {
    JsonNode summary = null;
    try (var lines = lines(method, path, body, limit)) {
      for (var i = lines.iterator(); i.hasNext(); ) {
        var line = parse(i.next()).fields().next();
        if (line.getKey().equals("problem")) {
          throw new CommandFailure(
              ExitCode.ofStatus(line.getValue().path("status").asInt()),
              line.getValue().path("detail").asText());
        }
        if (line.getKey().equals("summary")) {
          summary = line.getValue();
        } else {
          each.accept(line.getKey(), line.getValue());
        }
      }
    }
    if (summary == null) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the response of the %s ended before its summary: check the service and run the command again"
              .formatted(service));
    }
    return summary;
  }

  private static HttpRequest.Builder request(
      String method, String body, Duration limit, String contentType) {
    return HttpRequest.newBuilder()
        .timeout(limit)
        .header("Content-Type", contentType)
        .header("Reprise-Operator", System.getProperty("user.name", "unknown"))
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private <T> HttpResponse<T> send(String path, HttpRequest.Builder request, BodyHandler<T> as) {
    CommandFailure closed = null;
    IOException notConnected = null;
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token.get());
    }
    for (var address : probe.answeringFirst(addresses)) {
      var wanted = request.uri(address.resolve(path)).build();
      try {
        return http.send(wanted, as);
      } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException e) {
        // If no connection was opened, the request was not sent, so the next address may be tried.
        notConnected = e;
      } catch (java.net.http.HttpTimeoutException e) {
        throw withoutAnswer(
            "the %s at %s%s accepted the request and did not answer in time"
                .formatted(service, address, source),
            wanted,
            e);
      } catch (IOException e) {
        requireSameProtocol(address, e);
        closed =
            withoutAnswer(
                "the %s at %s%s closed the connection".formatted(service, address, source),
                wanted,
                e);
        if (!isRead(wanted)) {
          throw closed;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw withoutAnswer("interrupted while waiting for the %s".formatted(service), wanted, e);
      }
    }
    throw closed == null ? unreachable(notConnected) : closed;
  }

  private static boolean isRead(HttpRequest request) {
    return request.method().equals("GET");
  }

  /**
   * Returns the failure of a request that was sent and not answered. Only if the request may have
   * had an effect, its outcome matters.
   */
  private static CommandFailure withoutAnswer(String event, HttpRequest request, Throwable cause) {
    return isRead(request)
        ? new CommandFailure(
            ExitCode.UNREACHABLE, event + ": check the service and run the command again", cause)
        : new CommandFailure(
            ExitCode.OUTCOME_UNKNOWN,
            event + ": whether the request was carried out is unknown; check before you repeat it",
            cause);
  }

  /**
   * Throws a failure if an address is written with the wrong one of {@code http} and {@code https}.
   *
   * @param cause the failure of a request to {@code address}
   */
  private void requireSameProtocol(URI address, IOException cause) {
    var host = address.getHost();
    var rest = address.toString().substring(address.getScheme().length());
    if (address.getScheme().equals("http") && TlsProbe.speaksTls(host, TlsProbe.port(address))) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "the %s at %s speaks TLS: write its address as https%s".formatted(service, address, rest),
          cause);
    }
    if (!(cause instanceof SSLException)) {
      return;
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        TlsProbe.isFromTlsListener(cause)
            ? "the TLS connection to the %s at %s was refused: %s"
                .formatted(service, address, TlsRemedy.of(cause, host))
            : noHandshake(address),
        cause);
  }

  private String noHandshake(URI address) {
    return "the %s at %s does not answer a TLS handshake: if it speaks plain HTTP, write its address as http%s"
        .formatted(service, address, address.toString().substring(address.getScheme().length()));
  }

  private CommandFailure unreachable(@Nullable IOException cause) {
    var failure = new CommandFailure(ExitCode.UNREACHABLE, noConnection());
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private String noConnection() {
    for (var address : addresses) {
      if (address.getScheme().equals("https")
          && TlsProbe.accepts(address.getHost(), TlsProbe.port(address))) {
        return noHandshake(address);
      }
    }
    return ("no %s accepts connections at %s%s: start one (./reprise dev starts all services), or"
            + " give its address")
        .formatted(
            service, String.join(", ", addresses.stream().map(URI::toString).toList()), source);
  }

  private CommandFailure failure(HttpResponse<?> answer, String body, String path) {
    int status = answer.statusCode();
    return new CommandFailure(
        ExitCode.ofStatus(status), sentence(status, body, path, answer.uri().getAuthority()));
  }

  private String sentence(int status, String body, String path, String authority) {
    try {
      var detail = Json.json().readTree(body).path("detail");
      if (status == 404 && detail.asText().startsWith(NO_ROUTE)) {
        return "%s%s answers, but is not %s %s, or is one of an earlier version (%s): check the address"
            .formatted(authority, source, article(), service, detail.asText());
      }
      if (detail.isTextual()) {
        return detail.asText();
      }
    } catch (JsonProcessingException e) {
      return "HTTP "
          + status
          + " from "
          + path
          + source
          + ", which is not an answer of a Reprise service: check the address";
    }
    return "HTTP " + status + " from " + path;
  }

  private String article() {
    return "aeiou".indexOf(service.charAt(0)) < 0 ? "a" : "an";
  }

  private JsonNode parse(String body) {
    try {
      return Json.json().readTree(body);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the %s%s answered with something that is not JSON: check its address"
              .formatted(service, source),
          e);
    }
  }
}
