package io.reprise.trials.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The service that books orders. It books an order once, whatever the number of requests with the
 * same idempotency key, and writes each booking to the topic {@code bookings}. It refuses a
 * currency that is not three letters.
 */
public final class BookingService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newFixedThreadPool(8);
  private final KafkaProducer<String, String> producer;
  private final Map<String, JsonNode> bookings = new ConcurrentHashMap<>();
  private final Map<String, Integer> ordersByKey = new ConcurrentHashMap<>();

  static {
    // Without it, the server delays the end of each answer until the client has acknowledged its
    // beginning, which takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  public BookingService(String bootstrapServers) throws IOException {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      exchange.sendResponseHeaders(book(key, Json.json().readTree(body).path("data")), -1);
    }
  }

  private int book(String key, JsonNode order) {
    if (order.path("currency").asText().length() != 3) {
      return 422;
    }
    if (bookings.putIfAbsent(key, order) == null) {
      ordersByKey.merge(order.path("orderId").asText(), 1, Integer::sum);
      write(order);
    }
    return 204;
  }

  private void write(JsonNode order) {
    try {
      var record =
          new ProducerRecord<>("bookings", order.path("orderId").asText(), order.toString());
      var unused = producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a booking cannot be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Returns the booked orders by the idempotency keys of their requests. */
  public Map<String, JsonNode> bookings() {
    return bookings;
  }

  /** Returns how often each order was booked, by its id. */
  public Map<String, Integer> bookingsByOrder() {
    return ordersByKey;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    producer.close();
  }
}
