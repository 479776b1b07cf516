package io.reprise.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3IT {
  @Test
  void keepsObjectsAcrossARestartAndCreatesAnObjectOnlyOnce(@TempDir Path directory) {
    int port = FreePorts.next();
    try (var server = EmbeddedS3.start(directory, port);
        var s3 = client(server)) {
      s3.createBucket(b -> b.bucket("archive"));
      create(s3, "first");
    }

    try (var server = EmbeddedS3.start(directory, port);
        var s3 = client(server)) {
      assertThatThrownBy(() -> create(s3, "second"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      var object = s3.getObjectAsBytes(b -> b.bucket("archive").key("log/1"));
      assertThat(object.asUtf8String()).isEqualTo("first");
    }
  }

  private static void create(S3Client s3, String content) {
    s3.putObject(
        b -> b.bucket("archive").key("log/1").ifNoneMatch("*"), RequestBody.fromString(content));
  }

  private static S3Client client(EmbeddedS3 server) {
    return S3Client.builder()
        .endpointOverride(server.uri())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, EmbeddedS3.SECRET_KEY)))
        .build();
  }
}
