{{- /* The name of the chart, and of the objects of the release. Short enough for the suffixes that Kubernetes adds. */ -}}
{{- define "reprise.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 36 | trimSuffix "-" -}}
{{- end -}}

{{- define "reprise.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 36 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "reprise.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 36 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 36 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "reprise.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "reprise.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "reprise.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: {{ include "reprise.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- /*
The templates below take a dictionary with the root context (`root`) and the name of a role (`role`).
*/ -}}

{{- define "reprise.role.name" -}}
{{- printf "%s-%s" (include "reprise.fullname" .root) .role -}}
{{- end -}}

{{- define "reprise.role.selector" -}}
app.kubernetes.io/name: {{ include "reprise.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "reprise.role.labels" -}}
{{ include "reprise.labels" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "reprise.role.port" -}}
{{- get (dict "worker" "8080" "ingest" "8081" "archiver" "8082" "compactor" "8083") .role -}}
{{- end -}}

{{- define "reprise.role.scheme" -}}
{{- if dig "http" "tls" "" (include "reprise.role.config" . | fromYaml) -}}https{{- else -}}http{{- end -}}
{{- end -}}

{{- /* Whether the pods of a role have names, or a volume, of their own. */ -}}
{{- define "reprise.role.isStateful" -}}
{{- if has .role (list "ingest" "compactor") -}}true{{- end -}}
{{- end -}}

{{- /* The directory of the volume of a role; empty for a role without a volume. */ -}}
{{- define "reprise.role.directory" -}}
{{- get (dict "worker" "/var/cache/reprise" "archiver" "/var/lib/reprise" "compactor" "/var/lib/reprise") .role -}}
{{- end -}}

{{- /*
The configuration file of a role: what the chart knows, then the sections that roles share, then the role's own config.
*/ -}}
{{- define "reprise.role.config" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .role -}}
{{- $brokers := required "kafka.bootstrapServers is missing: give the brokers as host:port" (dig "kafka" "bootstrapServers" $values.kafka.bootstrapServers $own.config) -}}
{{- $kafka := dict "bootstrapServers" $brokers -}}
{{- with $values.kafka.properties -}}{{- $_ := set $kafka "properties" . -}}{{- end -}}
{{- $http := dict "host" "0.0.0.0" "port" (include "reprise.role.port" . | int) -}}
{{- $config := dict "http" (mergeOverwrite $http (deepCopy $values.http)) "kafka" $kafka -}}
{{- if $values.registry -}}{{- $_ := set $config "registry" $values.registry -}}{{- end -}}
{{- if eq .role "worker" -}}
{{- if $values.store -}}
{{- $_ := set $config "archive" (dict "store" (deepCopy $values.store) "cache" (dict "directory" "/var/cache/reprise")) -}}
{{- end -}}
{{- else if eq .role "archiver" -}}
{{- $_ := set $config "store" (deepCopy $values.store) -}}
{{- $_ := set $config "spool" (dict "directory" "/var/lib/reprise/spool") -}}
{{- else if eq .role "compactor" -}}
{{- with $values.store -}}{{- $_ := set $config "store" (deepCopy .) -}}{{- end -}}
{{- $_ := set $config "stateDirectory" "/var/lib/reprise/states" -}}
{{- end -}}
{{- $ownConfig := deepCopy $own.config -}}
{{- if and (eq .role "worker") (not $values.store) (not (dig "archive" "store" "" $ownConfig)) -}}
{{- $ownConfig = omit $ownConfig "archive" -}}
{{- end -}}
{{- $config = mergeOverwrite $config $ownConfig -}}
{{- include "reprise.role.check" (dict "role" .role "config" $config "values" $values) -}}
{{- toYaml $config -}}
{{- end -}}

{{- /* Refuses what the service would refuse, or what would write a secret into a ConfigMap. */ -}}
{{- define "reprise.role.check" -}}
{{- if not (or .config.http.insecure .config.http.tls) -}}
{{- fail "http allows no connections from other pods: give http.tls and http.authentication, or http.insecure: true if the network protects the services in another way" -}}
{{- end -}}
{{- if and (eq .role "ingest") (not .config.registry) -}}
{{- fail "registry is missing: give the URL at which the schema registry's Confluent API starts, or set ingest.enabled: false" -}}
{{- end -}}
{{- if and (eq .role "archiver") (not .config.store.bucket) -}}
{{- fail "store.bucket is missing: give the bucket of the archive, or set archiver.enabled: false" -}}
{{- end -}}
{{- range $name, $value := .config.kafka.properties -}}
{{- if regexMatch "(?i)(jaas|password|secret|credential|[.]key$)" $name -}}
{{- fail (printf "kafka.properties: %s may hold a secret, and a ConfigMap is readable: give it with secrets.kafkaProperties" $name) -}}
{{- end -}}
{{- end -}}
{{- if and .values.strimzi.users.enabled .values.secrets.kafkaProperties.name -}}
{{- fail "strimzi.users and secrets.kafkaProperties are both set, and each says how services sign in to Kafka: remove one" -}}
{{- end -}}
{{- if and .values.secrets.kafkaProperties.name .config.kafka.properties -}}
{{- fail "kafka.properties and secrets.kafkaProperties are both set, and the Secret would replace the other: put all settings into the Secret" -}}
{{- end -}}
{{- end -}}
