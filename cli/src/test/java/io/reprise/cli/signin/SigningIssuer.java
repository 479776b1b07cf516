package io.reprise.cli.signin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An issuer on loopback that signs everybody in as ann. It demands PKCE, takes each code and each
 * refresh token once, and numbers the access tokens that it issues.
 */
public final class SigningIssuer implements AutoCloseable {
  public static final String CLIENT = "reprise-cli";
  public static final String JOB = "nightly";
  public static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  public static final String JOB_SECRET = "s3cr3t:of job";

  private final HttpServer server;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, Boolean> refreshTokens = new ConcurrentHashMap<>();
  private final List<String> grants = new CopyOnWriteArrayList<>();
  private volatile long lifetimeSeconds = 3_600;
  private volatile @Nullable String refusal;
  private volatile @Nullable String nonce;
  private final Set<String> deviceCodes = ConcurrentHashMap.newKeySet();
  private final Queue<String> deviceErrors = new ConcurrentLinkedQueue<>();
  private volatile boolean isDeviceOffered = true;
  private volatile boolean isDeviceApproved;
  private volatile int intervalSeconds = 1;

  public SigningIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/device", this::device);
    server.createContext("/activate", this::activate);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the grants that were asked for, in order. */
  public List<String> grants() {
    return grants;
  }

  /** Issues tokens with another lifetime from now on. */
  public void lifetime(long seconds) {
    lifetimeSeconds = seconds;
  }

  /** Sends browsers back with an error from now on. */
  public void refuse(String error) {
    refusal = error;
  }

  /** Answers with another nonce than the one of the request. */
  public void answerNonce(String other) {
    nonce = other;
  }

  /** Takes no refresh token any more that was issued so far. */
  public void revoke() {
    refreshTokens.clear();
  }

  /** Offers no device flow from now on. */
  public void offerNoDevice() {
    isDeviceOffered = false;
  }

  /** Answers the next requests for the tokens of a device with these errors. */
  public void answerDevice(String... errors) {
    deviceErrors.addAll(List.of(errors));
  }

  /** Tells devices to ask at most once in this time, from now on. */
  public void interval(int seconds) {
    intervalSeconds = seconds;
  }

  /** Signs ann in for the devices that wait. */
  public void approveDevice() {
    isDeviceApproved = true;
  }

  private void discovery(HttpExchange exchange) throws IOException {
    var device =
        isDeviceOffered ? ",\"device_authorization_endpoint\":\"%s/device\"".formatted(uri()) : "";
    answer(
        exchange,
        200,
        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"authorization_endpoint\":\"%1$s/authorize\",\"token_endpoint\":\"%1$s/token\"%2$s}"
            .formatted(uri(), device));
  }

  private void device(HttpExchange exchange) throws IOException {
    var form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (!CLIENT.equals(form.get("client_id")) || !"openid".equals(form.get("scope"))) {
      answer(exchange, 400, "{\"error\":\"unauthorized_client\"}");
      return;
    }
    var code = "device-" + numbers.incrementAndGet();
    deviceCodes.add(code);
    answer(
        exchange,
        200,
        "{\"device_code\":\"%s\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"%s/activate\",\"expires_in\":60,\"interval\":%d}"
            .formatted(code, uri(), intervalSeconds));
  }

  private void activate(HttpExchange exchange) throws IOException {
    approveDevice();
    answer(exchange, 200, "signed in");
  }

  /** Returns the error for a device that asks for its tokens; empty if it gets them. */
  private String deviceError(Map<String, String> form) {
    if (!CLIENT.equals(form.get("client_id")) || !deviceCodes.contains(form.get("device_code"))) {
      return "invalid_grant";
    }
    var next = deviceErrors.poll();
    return next != null ? next : isDeviceApproved ? "" : "authorization_pending";
  }

  private void authorize(HttpExchange exchange) throws IOException {
    var query = form(exchange.getRequestURI().getRawQuery());
    if (!CLIENT.equals(query.get("client_id"))
        || !"code".equals(query.get("response_type"))
        || !"S256".equals(query.get("code_challenge_method"))
        || !query.get("redirect_uri").startsWith("http://127.0.0.1:")) {
      answer(exchange, 400, "{}");
      return;
    }
    var code = "code-" + numbers.incrementAndGet();
    codes.put(code, query);
    var answer = refusal == null ? "code=" + code : "error=" + refusal;
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            "%s?%s&state=%s".formatted(query.get("redirect_uri"), answer, query.get("state")));
    answer(exchange, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var grant = form.getOrDefault("grant_type", "");
    grants.add(grant);
    if (grant.equals(DEVICE_GRANT)) {
      var error = deviceError(form);
      answer(
          exchange,
          error.isEmpty() ? 200 : 400,
          error.isEmpty() ? issue(form).toString() : "{\"error\":\"%s\"}".formatted(error));
      return;
    }
    boolean isGood =
        switch (grant) {
          case "authorization_code" -> isCode(form);
          case "refresh_token" ->
              CLIENT.equals(form.get("client_id"))
                  && refreshTokens.remove(form.get("refresh_token")) != null;
          case "client_credentials" -> isJob(exchange);
          default -> false;
        };
    if (!isGood) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}");
      return;
    }
    answer(exchange, 200, issue(form).toString());
  }

  private ObjectNode issue(Map<String, String> form) {
    int number = numbers.incrementAndGet();
    var answer = Json.json().createObjectNode();
    answer.put("access_token", "access-" + number);
    answer.put("token_type", "bearer").put("expires_in", lifetimeSeconds);
    if (!form.get("grant_type").equals("client_credentials")) {
      refreshTokens.put("refresh-" + number, true);
      answer.put("refresh_token", "refresh-" + number);
    }
    var request = codes.remove(form.getOrDefault("code", ""));
    if (request != null) {
      answer.put("id_token", identity(nonce == null ? request.get("nonce") : nonce));
    } else if (deviceCodes.remove(form.getOrDefault("device_code", ""))) {
      answer.put("id_token", identity(null));
    }
    return answer;
  }

  private String identity(@Nullable String ofRequest) {
    var claims = Json.json().createObjectNode();
    claims.put("iss", uri().toString()).put("sub", "ann").put("aud", CLIENT);
    if (ofRequest != null) {
      claims.put("nonce", ofRequest);
    }
    return "e30." + base64(claims.toString().getBytes(StandardCharsets.UTF_8)) + ".sig";
  }

  private boolean isCode(Map<String, String> form) {
    var request = codes.get(form.getOrDefault("code", ""));
    return request != null
        && CLIENT.equals(form.get("client_id"))
        && request.get("redirect_uri").equals(form.get("redirect_uri"))
        && request.get("code_challenge").equals(sha256(form.get("code_verifier")));
  }

  private static boolean isJob(HttpExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return false;
    }
    var both =
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8)
            .split(":");
    return both.length == 2
        && URLDecoder.decode(both[0], StandardCharsets.UTF_8).equals(JOB)
        && URLDecoder.decode(both[1], StandardCharsets.UTF_8).equals(JOB_SECRET);
  }

  private static String sha256(String text) {
    try {
      return base64(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Map<String, String> form(String text) {
    var form = new HashMap<String, String>();
    for (var pair : text.split("&")) {
      var parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
  }
}
