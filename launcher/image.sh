# The control plane of one machine as a container image: a C library, a Java runtime of what it needs, and its jars. No shell.

plane_image=inlay/control-plane
plane_archive=$INLAY_HOME/target/image/control-plane.tar
plane_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported

build_image() {
    build_java || return 1
    plane_hash=$(hash_of launcher/image.sh launcher/archive.sh)-$(cat "$(stamp_file java)")
    is_built image "$plane_hash" "$plane_archive" && return 0
    # What is cut from the JDK needs it also where nothing had to be compiled.
    need_java
    told "building the image of the control plane" "$INLAY_HOME/target/launcher/image.log" make_plane_image || return 1
    mark_built image "$plane_hash"
}

make_plane_image() {
    plane_folder=$INLAY_HOME/target/image
    rm -rf "$plane_folder"
    mkdir -p "$plane_folder"
    make_plane_system "$plane_folder/system" &&
        java_into "$plane_folder/java" "$plane_modules" &&
        make_plane_program "$plane_folder/program" || return 1
    layer_of "$plane_folder/system" "$plane_folder/system.tar" --exclude=./var/lib/inlay
    layer_of "$plane_folder/java" "$plane_folder/java.tar"
    layer_of "$plane_folder/program" "$plane_folder/program.tar"
    add_owned "$plane_folder/system" "$plane_folder/system.tar" "$archive_user" ./var/lib/inlay
    archive_of "$plane_archive" "$plane_image:$(plane_version)" "$(architecture_of_this_machine)" "$(plane_settings)" \
        "$plane_folder/system.tar" "$plane_folder/java.tar" "$plane_folder/program.tar"
    rm -rf "$plane_folder"/system* "$plane_folder"/java* "$plane_folder"/program*
}

plane_version() {
    sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$INLAY_HOME/pom.xml"
}

# Who it runs as, where its data is, and a place for what is short-lived.
make_plane_system() {
    libraries_into "$1" libc6 zlib1g || return 1
    mkdir -p "$1/etc" "$1/var/lib/inlay" "$1/tmp"
    printf 'root:x:0:0::/:/sbin/nologin\ninlay:x:%s:%s::/var/lib/inlay:/sbin/nologin\n' \
        "$archive_user" "$archive_user" >"$1/etc/passwd"
    printf 'root:x:0:\ninlay:x:%s:\n' "$archive_user" >"$1/etc/group"
    printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
    chmod 700 "$1/var/lib/inlay"
    chmod 1777 "$1/tmp"
}

# SQLite's own library lies unpacked: a root file system that cannot be written is no obstacle.
make_plane_program() {
    mkdir -p "$1/opt/inlay"
    cp "$(jar_of local)" "$1/opt/inlay/"
    tr ':' '\n' <"$INLAY_HOME/local/target/class-path" | while read -r jar; do cp "$jar" "$1/opt/inlay/"; done
    sqlite=$(ls "$1"/opt/inlay/sqlite-jdbc-*.jar)
    (cd "$1/opt/inlay" && "$JAVA_HOME/bin/jar" --extract --file "$sqlite" \
        "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so") || return 1
    mv "$1/opt/inlay/org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" "$1/opt/inlay/"
    rm -rf "$1/opt/inlay/org"
    find "$1" -type f -exec chmod 644 {} +
}

plane_settings() {
    java='"/opt/java/bin/java","-XX:+UseSerialGC","-XX:MaxRAMPercentage=70","--enable-native-access=ALL-UNNAMED"'
    java="$java,\"-Dorg.sqlite.lib.path=/opt/inlay\",\"-Dorg.sqlite.lib.name=libsqlitejdbc.so\",\"-cp\",\"/opt/inlay/*\""
    cat <<END
{"User":"$archive_user:$archive_user","WorkingDir":"/","Env":["PATH=/opt/java/bin"],
"Entrypoint":[$java,"dev.inlay.local.cli.Inlay"],"Cmd":["up","--data","/var/lib/inlay","--listen","0.0.0.0"],
"ExposedPorts":{"8080/tcp":{}},"Volumes":{"/var/lib/inlay":{}},"StopSignal":"SIGTERM",
"Healthcheck":{"Test":["CMD",$java,"-XX:TieredStopAtLevel=1","dev.inlay.local.cli.Inlay","health"],
"Interval":30000000000,"Timeout":10000000000,"StartPeriod":60000000000,"Retries":3},
"Labels":{"org.opencontainers.image.title":"Inlay control plane","org.opencontainers.image.version":"$(plane_version)"}}
END
}
