package io.reprise.store.snapshot.generation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.embedded.EmbeddedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A caching proxy before a private bucket, as a CDN is: only the proxy may read the bucket, and it
 * caches what the bucket's headers allow.
 */
final class CachingProxy implements AutoCloseable {
  private record Kept(byte[] body, String cacheControl) {}

  private final AtomicInteger originReads = new AtomicInteger();
  private final Map<String, Kept> cache = new ConcurrentHashMap<>();
  private final S3Client origin;
  private final String bucket;
  private final HttpServer server;

  CachingProxy(URI origin, String bucket) {
    this.bucket = bucket;
    this.origin =
        S3Client.builder()
            .endpointOverride(origin)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY)))
            .build();
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var name = exchange.getRequestURI().getPath().substring(1);
    var kept = cache.get(name);
    var answer = kept == null ? read(name) : kept;
    if (answer.cacheControl().contains("immutable")) {
      cache.put(name, answer);
    }
    exchange.getResponseHeaders().set("Cache-Control", answer.cacheControl());
    exchange.sendResponseHeaders(200, answer.body().length);
    try (var out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  private Kept read(String name) {
    originReads.incrementAndGet();
    ResponseBytes<GetObjectResponse> found =
        origin.getObjectAsBytes(b -> b.bucket(bucket).key(name));
    var control = found.response().cacheControl();
    return new Kept(found.asByteArray(), control == null ? "" : control);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  int originReads() {
    return originReads.get();
  }

  @Override
  public void close() {
    server.stop(0);
    origin.close();
  }
}
