#!/usr/bin/env bash
# usage: servers.sh start FOLDER   starts PostgreSQL, Redis, MariaDB and RabbitMQ on free loopback ports, with all they write in FOLDER, and prints the environment of the tests
#        servers.sh stop FOLDER    ends what it started
set -euo pipefail
action=$1
folder=$2
mkdir -p "$folder"

free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 30000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# servers that refuse to run as root run as their own users
as() {
    local user=$1
    shift
    if [[ $(id -u) == 0 ]] && id "$user" >/dev/null 2>&1; then
        chown -R "$user" "$folder/$user"
        setpriv --reuid "$user" --regid "$user" --init-groups "$@"
    else
        "$@"
    fi
}

background() {
    local name=$1
    shift
    ("$@" >"$folder/$name.log" 2>&1 & echo $! >"$folder/$name.pid")
}

wait_for() {
    local name=$1 port=$2
    for _ in $(seq 600); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        sleep 0.1
    done
    echo "$name does not listen:" >&2
    tail -20 "$folder/$name.log" >&2
    return 1
}

start() {
    chmod 755 "$folder"
    local tools port
    tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
    if [[ -n $tools ]]; then
        port=$(free_port)
        mkdir -p "$folder/postgres"
        as postgres "$tools/initdb" -D "$folder/postgres/data" -U test -A trust --no-sync >"$folder/initdb.log" 2>&1
        background postgres as postgres "$tools/postgres" -D "$folder/postgres/data" -p "$port" -c listen_addresses=127.0.0.1 -c "unix_socket_directories=$folder/postgres" \
            -c shared_buffers=16MB -c max_connections=60 -c fsync=off
        wait_for postgres "$port"
        echo "export COROUTINEDSL_POSTGRES='Host=127.0.0.1;Port=$port;Username=test;Database=postgres'"
    fi

    if command -v redis-server >/dev/null; then
        port=$(free_port)
        background redis redis-server --port "$port" --bind 127.0.0.1 --save "" --dir "$folder" --maxmemory 64mb --enable-debug-command yes
        wait_for redis "$port"
        echo "export COROUTINEDSL_REDIS='127.0.0.1:$port'"
    fi

    if command -v mariadbd >/dev/null; then
        port=$(free_port)
        mkdir -p "$folder/mysql"
        as mysql mariadb-install-db --no-defaults --datadir="$folder/mysql/data" --skip-test-db >"$folder/install-db.log" 2>&1
        background mysql as mysql mariadbd --no-defaults --datadir="$folder/mysql/data" --port="$port" --bind-address=127.0.0.1 --socket="$folder/mysql/socket" --pid-file="$folder/mysql/pid" \
            --skip-grant-tables --innodb-buffer-pool-size=16M --innodb-log-file-size=8M --max-connections=60
        wait_for mysql "$port"
        echo "export COROUTINEDSL_MARIADB='Server=127.0.0.1;Port=$port;User ID=root;Database=mysql;SslMode=None'"
    fi

    local broker=/usr/lib/rabbitmq/bin/rabbitmq-server
    if [[ -x $broker ]]; then
        local names
        names=$(free_port)
        # else the broker would start one that outlives it
        background epmd epmd -port "$names" -address 127.0.0.1
        port=$(free_port)
        mkdir -p "$folder/rabbitmq"
        background rabbitmq as rabbitmq env HOME="$folder/rabbitmq" RABBITMQ_NODENAME="test$port@localhost" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$(free_port)" \
            ERL_EPMD_PORT="$names" ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_MNESIA_BASE="$folder/rabbitmq" RABBITMQ_LOG_BASE="$folder/rabbitmq" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/rabbitmq/plugins" \
            RABBITMQ_PID_FILE="$folder/rabbitmq/pid" RABBITMQ_CONF_ENV_FILE=/dev/null "$broker"
        wait_for rabbitmq "$port"
        echo "export COROUTINEDSL_RABBITMQ='amqp://guest:guest@127.0.0.1:$port'"
    fi
}

# a server and what it started
end() {
    local child
    for child in $(ps -o pid= --ppid "$1"); do end "$child"; done
    kill "$1" 2>/dev/null || true
}

stop() {
    local file
    for file in "$folder"/*.pid; do
        [[ -e $file ]] && end "$(cat "$file")"
    done
    sleep 1
    rm -rf "$folder"
}

"$action"
