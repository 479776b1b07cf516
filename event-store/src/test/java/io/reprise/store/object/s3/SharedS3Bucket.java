package io.reprise.store.object.s3;

import io.reprise.embedded.EmbeddedS3;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One S3 server with one bucket for all tests of this JVM. Each test uses its own prefix. */
public final class SharedS3Bucket {
  /** Name of the bucket. */
  public static final String NAME = "archive";

  private static final AtomicInteger prefixes = new AtomicInteger();
  private static final EmbeddedS3 server = start();

  private SharedS3Bucket() {}

  private static EmbeddedS3 start() {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    var server = EmbeddedS3.startTemporary();
    try (var s3 =
        S3Clients.connect(new S3Config(server.uri(), null, NAME, null, null, null, null))) {
      s3.createBucket(bucket -> bucket.bucket(NAME));
    }
    return server;
  }

  /** Address of the server. */
  public static URI uri() {
    return server.uri();
  }

  /** An unused prefix of the bucket. */
  public static S3Config freshPrefix() {
    return at("test/" + prefixes.incrementAndGet());
  }

  /** A given prefix of the bucket. */
  public static S3Config at(String prefix) {
    return new S3Config(server.uri(), null, NAME, prefix, null, null, null);
  }

  /** A bucket of this server that does not exist. */
  public static S3Config missingBucket() {
    return new S3Config(server.uri(), null, "no-such-bucket", null, null, null, null);
  }
}
